// Generated from specs/gogox.yaml by `pnpm generate`. Do not edit.

export interface paths {
  '/oauth/token': {
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
     * @description Exchanges client credentials for an access token. There is no refresh token: ask again when the token has
     *     expired.
     *
     *     The page contradicts itself: its text says `GET /oauth/token`, its three samples (Ruby, PHP, curl) are POST
     *     with a JSON body. The samples are the reading taken here; *Third-party code* does the same.
     */
    post: operations['createToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/v2/orders/{uuid}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Fetch an order
     * @description Returns an order with its latest status, for those who do not want GOGOX's webhooks.
     *
     *     Not documented: the body of the answer.
     */
    get: operations['getOrder']
    put?: never
    post?: never
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
    ClientCredentialsRequest: {
      /** @description The client ID. */
      client_id: string
      /** @description The client secret. */
      client_secret: string
      /** @constant */
      grant_type: 'client_credentials'
    }
    Token: {
      /** @description The access token. */
      access_token: string
      /** @description Not documented. *Inferred*: `Bearer`. */
      token_type?: string
      /**
       * @description Seconds until the token expires. Not documented: the value. *Inferred*: Doorkeeper leaves the field out
       *     for a token that does not expire.
       */
      expires_in?: number
    }
    /** @description *Inferred*: the shape of Doorkeeper. */
    TokenError: {
      /** @description The error code of RFC 6749. */
      error: string
      /** @description A text for people. */
      error_description?: string
    }
    /**
     * @description *Inferred*: the fields of `data` in the sample of a webhook, as far as they are described here. Not
     *     documented: the values of `status` in this answer.
     */
    Order: {
      /** @description The number of the order. */
      id?: number
      /** @description The order, as the path takes it. */
      uuid: string
      /** @description How far the order has come. */
      status: string
      /** @description The kind of vehicle. */
      vehicle_type?: string
    }
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: never
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
        'application/json': components['schemas']['ClientCredentialsRequest']
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
       * @description The client is not known or its secret is wrong, or a parameter is missing or malformed. So this status
       *     does not mean that something has expired.
       *
       *     The page says that a status may come without a code: the body may be empty. Not documented: the body.
       *     *Inferred*: the examples have the shape of Doorkeeper, which is that of RFC 6749 section 5.2.
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
  getOrder: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description The order.
         * @example 2f1c4b7e-8a35-4d0c-9b61-5e7f0a3d2c18
         */
        uuid: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The order. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Order']
        }
      }
      /**
       * @description The token is invalid or has expired: ask for a new one. The page says that a status may come without a
       *     code. Not documented: the body.
       */
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description The phone number is suspended, as the page of errors has it. Not documented: the body, and whether this
       *     call gives it.
       */
      403: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
}
