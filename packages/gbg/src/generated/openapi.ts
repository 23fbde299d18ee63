// Generated from specs/gbg.yaml by `pnpm generate`. Do not edit.

export interface paths {
  '/as/token.oauth2': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Get an access token
     * @description Exchanges client credentials for an access token that opens the API of every region.
     *
     *     GBG's guide shows `client_credentials` with `scope=gbg.token`. Its API reference still shows only the older
     *     `password` grant, without a scope. Both are described here.
     *
     *     The client must hold the role *Go API Access*, or a valid token is answered with 403. A client secret that
     *     is generated anew makes the previous one invalid.
     *
     *     *Published code*: GBG's own non-production tenants use other token URLs, the `password` grant with the scope
     *     `openid` and a lifetime of 300 seconds. GBG's TypeScript SDK posts to another path, on the platform host.
     *
     *     Not documented: a refresh token, limits of this endpoint, whether one client may hold several live tokens.
     */
    post: operations['createToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/journey/start': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Start a journey
     * @description Starts a new instance of a published journey. The `instanceId` of the answer is what every later call of the
     *     journey takes.
     *
     *     `context.subject` carries what is already known of the person; an empty object leaves every question to the
     *     journey.
     */
    post: operations['startJourney']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/journey/state/fetch': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Fetch the state of a journey
     * @description Returns how far a journey instance has come and what it has collected. There are no webhooks: a caller asks
     *     until the status is final.
     *
     *     Not documented: errors under status 200, which GBG's interaction calls have. The errors of this call stand on
     *     GBG's page of API errors.
     */
    post: operations['fetchJourneyState']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    /** @description The current form of the token request. */
    ClientCredentialsRequest: {
      /** @constant */
      grant_type: 'client_credentials'
      /** @description The client ID of the portal's Clients tab. */
      client_id: string
      /** @description The client secret, shown once when it is generated. */
      client_secret: string
      /** @description Set to `gbg.token`. */
      scope: string
    }
    /**
     * @description The older form of the token request. GBG's pages show it without a scope. The temporary password must be
     *     changed before the first use. RFC 9700 section 2.4 forbids this grant to new clients.
     */
    PasswordRequest: {
      /** @constant */
      grant_type: 'password'
      /** @description The client ID that GBG's account manager gave. */
      client_id: string
      /** @description The client secret. */
      client_secret: string
      /** @description The user name for the API, not for the portal. */
      username: string
      /** @description The user's password. */
      password: string
      /**
       * @description *Published code*: `openid` on GBG's own non-production tenants (gbgplc/go-sample-backend-java), where
       *     `gbg.token` is not valid. No page of GBG's sends one with this grant.
       */
      scope?: string
    }
    Token: {
      /** @description The access token. */
      access_token: string
      /** @description `Bearer`; RFC 6749: the case does not matter. */
      token_type: string
      /**
       * @description Seconds until the token expires. 3600 in every sample of GBG's pages; *Published code*: 300 on
       *     non-production tenants.
       */
      expires_in: number
    }
    /** @description RFC 6749 section 5.2; not documented by GBG. */
    TokenError: {
      /** @description The error code of RFC 6749. */
      error: string
      /** @description A text for people. */
      error_description?: string
      /** @description A page about the error. */
      error_uri?: string
    }
    /**
     * @description The reference of the error format also names a `deliveryId` that may stand in place of `resourceId`;
     *     nothing else about it is documented.
     */
    StartJourneyRequest: {
      /** @description The journey's resource ID and, after an `@`, its version or `latest`. */
      resourceId: string
      /** @description How the journey is delivered and what is known already. */
      context?: {
        config?: {
          /**
           * @description `page` for a journey that GBG hosts, `api` for one that the caller shows.
           * @enum {string}
           */
          delivery?: 'page' | 'api'
        }
        /** @description What is known of the person, by domain element. It depends on the journey. */
        subject?: Record<string, unknown>
      }
    }
    /** @description Version 1 answered with `instanceId` alone. */
    StartedJourney: {
      /** @description Names the journey instance in every later call. */
      instanceId: string
      /**
       * Format: uri
       * @description Where the person goes on, for a journey that GBG hosts.
       */
      instanceUrl?: string
      /** @description `started`. */
      status?: string
      /** @description A text for people. */
      message?: string
    }
    FetchJourneyStateRequest: {
      /** @description The journey instance. */
      instanceId: string
      /** @description *Published code*: patterns between slashes that say which keys of the context to return. */
      filterKeys?: string[]
    }
    JourneyState: {
      /** @description The journey instance. */
      instanceId: string
      /**
       * @description How far the journey has come. *Published code*: the four values.
       * @enum {string}
       */
      status: 'InProgress' | 'Completed' | 'Failed' | 'Paused'
      /** @description What the journey has collected. It depends on the journey. */
      context?: Record<string, unknown>
    }
    /** @description The error format of version 2. */
    ErrorEnvelope: {
      errors: components['schemas']['ErrorEntry'][]
    }
    ErrorEntry: {
      /** @description A number, as a string. (The errors under status 200 of GBG's interaction calls have a number.) */
      code: string
      /** @description The error for programs, such as `MISSING_FIELD`. */
      name: string
      /**
       * @description Where the error lies.
       * @enum {string}
       */
      location: 'Body' | 'Authorization' | 'Path' | 'Service'
      /** @description What went wrong, for people. */
      problem: string
      /** @description What to do about it, for people. */
      action: string
    }
  }
  responses: {
    /** @description The request is invalid or lacks a required parameter. */
    BadRequest: {
      headers: {
        'X-Request-ID': components['headers']['X-Request-ID']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorEnvelope']
      }
    }
    /** @description There is no valid access token, or it has expired. Get a new one. */
    Unauthorized: {
      headers: {
        'X-Request-ID': components['headers']['X-Request-ID']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorEnvelope']
      }
    }
    /**
     * @description The account has no permission for the resource; ask its administrator. *Published code*: GBG's own samples
     *     drop the token as they do after 401, which its pages do not say.
     */
    Forbidden: {
      headers: {
        'X-Request-ID': components['headers']['X-Request-ID']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorEnvelope']
      }
    }
    /** @description The resource or the endpoint does not exist. */
    NotFound: {
      headers: {
        'X-Request-ID': components['headers']['X-Request-ID']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorEnvelope']
      }
    }
    /** @description The endpoint does not take this HTTP method. */
    MethodNotAllowed: {
      headers: {
        'X-Request-ID': components['headers']['X-Request-ID']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorEnvelope']
      }
    }
    /** @description Something went wrong on the server. Try again after a few moments. */
    InternalServerError: {
      headers: {
        'X-Request-ID': components['headers']['X-Request-ID']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorEnvelope']
      }
    }
    /** @description The service is down for the moment. Wait a few minutes and try again. */
    ServiceUnavailable: {
      headers: {
        'X-Request-ID': components['headers']['X-Request-ID']
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['ErrorEnvelope']
      }
    }
  }
  parameters: never
  requestBodies: never
  headers: {
    /**
     * @description Names the request to GBG's support. Every answer carries it.
     * @example 8d4f8b0e-3f0c-4a57-9f0e-1f6b3f2c9a11
     */
    'X-Request-ID': string
  }
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  createToken: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/x-www-form-urlencoded':
          | components['schemas']['ClientCredentialsRequest']
          | components['schemas']['PasswordRequest']
      }
    }
    responses: {
      /** @description The access token. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Token']
        }
      }
      /**
       * @description The request was refused. *Published code*: "Invalid request. Check your credentials."
       *
       *     Not documented: the body. The examples have the shape of RFC 6749 section 5.2, which other services
       *     on the same product (PingFederate, by the path) answer with. Do not depend on `error_description`.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TokenError']
        }
      }
      /**
       * @description The client or the user was refused. *Published code*: "Unauthorized request. Invalid username or
       *     password."
       *
       *     Not documented: the body, and what a wrong client secret gives. The example has the shape of RFC 6749
       *     section 5.2, with its `invalid_client`; no body is known for a wrong user.
       */
      401: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TokenError']
        }
      }
    }
  }
  startJourney: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['StartJourneyRequest']
      }
    }
    responses: {
      /** @description *Published code*: the journey has been started; GBG's SDK takes 200 as well as 201. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['X-Request-ID']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['StartedJourney']
        }
      }
      /** @description The journey has been started. */
      201: {
        headers: {
          'X-Request-ID': components['headers']['X-Request-ID']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['StartedJourney']
        }
      }
      400: components['responses']['BadRequest']
      401: components['responses']['Unauthorized']
      403: components['responses']['Forbidden']
      404: components['responses']['NotFound']
      405: components['responses']['MethodNotAllowed']
      500: components['responses']['InternalServerError']
      503: components['responses']['ServiceUnavailable']
    }
  }
  fetchJourneyState: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['FetchJourneyStateRequest']
      }
    }
    responses: {
      /** @description The state. */
      200: {
        headers: {
          'X-Request-ID': components['headers']['X-Request-ID']
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['JourneyState']
        }
      }
      400: components['responses']['BadRequest']
      401: components['responses']['Unauthorized']
      403: components['responses']['Forbidden']
      404: components['responses']['NotFound']
      405: components['responses']['MethodNotAllowed']
      500: components['responses']['InternalServerError']
      503: components['responses']['ServiceUnavailable']
    }
  }
}
