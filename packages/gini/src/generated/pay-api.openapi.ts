// Generated from specs/gini.pay-api.yaml by `pnpm generate`. Do not edit.

export interface paths {
  '/login': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Get an access token for a derived user
     * @description Returns a token for the user that `X-User-Identifier` names. The user is created if it does not exist, is
     *     unique for the client, and is known by this identifier only. There is no body and no grant type: it is no
     *     grant of RFC 6749.
     *
     *     The token belongs to that one user. When it has expired, log in again; there is no refresh token.
     *
     *     A client may use derived users or anonymous users (see the User Center), not both; Gini decides it when the
     *     client is registered.
     */
    post: operations['login']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/documents': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * List the user's documents
     * @description Returns the documents of the token's user, page by page.
     */
    get: operations['listDocuments']
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/documents/{id}': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    /**
     * Fetch a document
     * @description Returns what is known of a document and how far it has been processed.
     */
    get: operations['getDocument']
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
    Token: {
      /** @description The access token. */
      access_token: string
      /** @description `bearer`; RFC 6749: the case does not matter. */
      token_type: string
      /** @description Seconds until the token expires; 3599 in the sample. */
      expires_in: number
    }
    DocumentList: {
      /** @description The documents of this page. */
      documents: components['schemas']['Document'][]
    }
    Document: {
      /** @description The document, such as a UUID of version 1. */
      id: string
      /** @description The name that the upload gave. */
      name?: string
      /** @description The number of pages. */
      pageCount?: number
      /** @description When the document was created, in milliseconds since 1970. */
      creationDate?: number
      /** @description `UPLOAD` or `UNKNOWN`. */
      origin?: string
      /** @description `PENDING`, `COMPLETED` or `ERROR`. */
      progress?: string
      /** @description `SCANNED`, `SANDWICH`, `NATIVE` or `TEXT`. */
      sourceClassification?: string
      /** @description The URLs of related resources. */
      _links?: {
        [key: string]: string
      }
    }
  }
  responses: {
    /** @description The credentials are missing, wrong or outdated. Documented for submitting files. Not documented: the body. */
    Unauthorized: {
      headers: {
        [name: string]: unknown
      }
      content?: never
    }
    /**
     * @description The request headers were not set correctly: `Accept` does not name the vendor media type. Documented for
     *     submitting files. Not documented: the body.
     */
    NotAcceptable: {
      headers: {
        [name: string]: unknown
      }
      content?: never
    }
    /** @description The service is unavailable; try again later. Documented for submitting files. Not documented: the body. */
    ServiceUnavailable: {
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
  login: {
    parameters: {
      query?: never
      header: {
        /**
         * @description The user, in words of the client's own: unique for each user and never changed, usually a stable hash of
         *     the client's own user identifier.
         * @example user1
         */
        'X-User-Identifier': string
      }
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The access token. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/vnd.gini.v1+json': components['schemas']['Token']
        }
      }
      /**
       * @description Not documented: what a request without `X-User-Identifier` gives. This status is a guess, so that the
       *     case has a place; no body is known.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description The client ID or the client secret is missing or wrong. Documented for the Pay API in general
       *     ("Authorization credentials are either missing, wrong or outdated"), not for this call. Not documented:
       *     the body.
       */
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description `Accept` does not name the vendor media type. Documented for the Pay API in general ("The request headers
       *     were not set correctly"), not for this call. Not documented: the body.
       */
      406: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description The service is unavailable; try again later. Documented for the Pay API in general, not for this call.
       *     Not documented: the body.
       */
      503: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
  listDocuments: {
    parameters: {
      query?: {
        /**
         * @description The largest number of documents to return.
         * @example 20
         */
        limit?: number
        /**
         * @description The creation date, as a number, from which the page goes on. Older versions took `offset`.
         * @example 0
         */
        next?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description A page of documents. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/vnd.gini.v1+json': components['schemas']['DocumentList']
        }
      }
      401: components['responses']['Unauthorized']
      406: components['responses']['NotAcceptable']
      503: components['responses']['ServiceUnavailable']
    }
  }
  getDocument: {
    parameters: {
      query?: never
      header?: never
      path: {
        /**
         * @description The document.
         * @example 0d9d6f1e-3a52-11ef-9c6b-000000000000
         */
        id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      /** @description The document. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/vnd.gini.v1+json': components['schemas']['Document']
        }
      }
      401: components['responses']['Unauthorized']
      /** @description There is no such document. Not documented: the body. */
      404: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
      406: components['responses']['NotAcceptable']
      503: components['responses']['ServiceUnavailable']
    }
  }
}
