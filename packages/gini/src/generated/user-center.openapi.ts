// Generated from specs/gini.user-center.yaml by `pnpm generate`. Do not edit.

export interface paths {
  '/oauth/token': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Get a client token, by GET
     * @description The form of `client_credentials` that Gini's page shows. The clients of this project use POST, which Gini's
     *     Android app uses too: RFC 6749 section 3.2 asks for it, and an answer to GET may be kept by a cache on its
     *     way.
     */
    get: operations['getClientToken']
    put?: never
    /**
     * Get an access token
     * @description Three grants, and the grant type is not found in one place: `client_credentials` and `password` name it in
     *     the query, `refresh_token` in the body.
     *
     *     - `client_credentials`: the query `grant_type=client_credentials` and no body. Gini's page shows GET;
     *       *Published code*: Gini's Android app sends POST, its iOS app GET. RFC 6749 section 3.2 asks for POST.
     *     - `password`: the query `grant_type=password`; user name and password in the body.
     *     - `refresh_token`: no query; grant type and refresh token in the body. A refresh token is issued only to a
     *       client that Gini has configured so.
     *
     *     *Published code*: the client authenticates with id and secret as they are, in UTF-8, not form-encoded first
     *     as RFC 6749 section 2.3.1 asks.
     */
    post: operations['createToken']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/users': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Create a user
     * @description Creates an anonymous user of this client. The answer has no body; its `Location` names the user.
     */
    post: operations['createUser']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/users/{userId}': {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description The user.
         * @example 0f3d1c2b-5a49-4e8f-9b7a-1d2e3f4a5b6c
         */
        userId: string
      }
      cookie?: never
    }
    /**
     * Fetch a user
     * @description Returns a user of this client.
     *
     *     Not documented: what a user that does not exist gives.
     */
    get: operations['getUser']
    /**
     * Change a user's password or e-mail address
     * @description Changes the password, the e-mail address, or both. The one that is changed must be sent as it is now, too.
     *
     *     Not documented: what a wrong old password or address gives.
     */
    put: operations['updateUser']
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
    /** @description The body for `grant_type=password`. RFC 9700 section 2.4 forbids this grant to new clients. */
    PasswordRequest: {
      /** @description The user's e-mail address. */
      username: string
      /** @description The user's password. */
      password: string
    }
    /** @description The body of the refresh. */
    RefreshTokenRequest: {
      /** @constant */
      grant_type: 'refresh_token'
      /** @description The refresh token that came with the access token. */
      refresh_token: string
    }
    Token: {
      /** @description The access token, a UUID in every sample. */
      access_token: string
      /** @description `bearer`; RFC 6749: the case does not matter. */
      token_type: string
      /**
       * @description Seconds until the token expires. Gini's pages show 3599 and 43199. *Published code*: tests have fractions,
       *     0 and negative numbers.
       */
      expires_in: number
      /** @description For `password` and `refresh_token`, if the client is configured so. */
      refresh_token?: string
      /** @description The scope; one page shows `read`. */
      scope?: string
    }
    TokenError: {
      /** @description The error code of RFC 6749. */
      error: string
      /** @description A text for people. */
      error_description?: string
    }
    CreateUserRequest: {
      /**
       * Format: email
       * @description The user's e-mail address; it need not exist.
       */
      email: string
      /** @description The user's password. */
      password: string
    }
    UpdateUserRequest: {
      /** @description The password as it is. */
      oldPassword?: string
      /** @description The password as it shall be. */
      password?: string
      /**
       * Format: email
       * @description The address as it is.
       */
      oldEmail?: string
      /**
       * Format: email
       * @description The address as it shall be.
       */
      email?: string
    }
    User: {
      /** @description The user. */
      id: string
      /** @description The user's e-mail address. */
      email: string
    }
  }
  responses: {
    /** @description The access token. */
    Token: {
      headers: {
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['Token']
      }
    }
    /**
     * @description The client ID or the client secret is wrong. *Published code*: the status, since 2021. Not documented: the
     *     body; the example has the shape of RFC 6749 section 5.2. Read the status, not the text.
     */
    ClientRejected: {
      headers: {
        [name: string]: unknown
      }
      content: {
        'application/json': components['schemas']['TokenError']
      }
    }
    /** @description Not documented. RFC 6750: the access token is missing, unknown or expired. No body is known. */
    Unauthorized: {
      headers: {
        [name: string]: unknown
      }
      content?: never
    }
  }
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  getClientToken: {
    parameters: {
      query: {
        /**
         * @description The grant type.
         * @example client_credentials
         */
        grant_type: 'client_credentials'
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: components['responses']['Token']
      401: components['responses']['ClientRejected']
    }
  }
  createToken: {
    parameters: {
      query?: {
        /** @description The grant type, unless it is `refresh_token`, which the body names. */
        grant_type?: 'client_credentials' | 'password'
      }
      header?: never
      path?: never
      cookie?: never
    }
    /** @description Absent for `client_credentials`. */
    requestBody?: {
      content: {
        'application/x-www-form-urlencoded':
          | components['schemas']['PasswordRequest']
          | components['schemas']['RefreshTokenRequest']
      }
    }
    responses: {
      200: components['responses']['Token']
      /**
       * @description The user, the password or the refresh token is wrong, the user has been deleted, or the request is not
       *     understood. *Published code*: `{"error":"invalid_grant"}` for the user. Until 2021 a wrong client gave
       *     this status as well.
       *
       *     Not documented: the other two bodies; the examples have the shape of RFC 6749 section 5.2.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['TokenError']
        }
      }
      401: components['responses']['ClientRejected']
    }
  }
  createUser: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateUserRequest']
      }
    }
    responses: {
      /** @description The user has been created. The body is empty. */
      201: {
        headers: {
          /**
           * @description The URL of the user.
           * @example https://user.gini.net/api/users/0f3d1c2b-5a49-4e8f-9b7a-1d2e3f4a5b6c
           */
          Location: string
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description A field is missing, the password is too short, or the e-mail address belongs to a user already (which is
       *     not answered with 409). Not documented: the body.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      401: components['responses']['Unauthorized']
    }
  }
  getUser: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description The user.
         * @example 0f3d1c2b-5a49-4e8f-9b7a-1d2e3f4a5b6c
         */
        userId: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The user. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['User']
        }
      }
      401: components['responses']['Unauthorized']
    }
  }
  updateUser: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description The user.
         * @example 0f3d1c2b-5a49-4e8f-9b7a-1d2e3f4a5b6c
         */
        userId: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateUserRequest']
      }
    }
    responses: {
      /** @description The user has been changed. Not documented: the status and the body of the answer. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      401: components['responses']['Unauthorized']
    }
  }
}
