// Generated from specs/genuin.yaml by `pnpm generate`. Do not edit.

export interface paths {
  '/api/thirdparty/auth': {
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
     * @description Exchanges an API key and its secret for the token that every other call needs. It is no grant of RFC 6749.
     *
     *     The pages say of the token that it is "returned in the response header (Body > Header)". The words
     *     contradict each other; the header `gn-access-token` is the reading taken here. *Third-party code* reads the
     *     same header at Genuin's other login calls.
     *
     *     Not documented: the lifetime of the token, and what a wrong key or secret gives. *Inferred*: 404 with code
     *     5235 or 412 with code 5166.
     */
    post: operations['authenticate']
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  '/api/thirdparty/community/create': {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    get?: never
    put?: never
    /**
     * Create a community
     * @description Creates a community. The page names four mandatory fields; its sample body lacks two of them, `type` and
     *     `actions`.
     *
     *     Not documented: the types and values of `type` and `actions`, and what an expired or revoked token gives.
     */
    post: operations['createCommunity']
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
    AuthenticateRequest: {
      /** @description The API key that Genuin's team gives to a brand. */
      api_key: string
      /** @description The API key's secret. */
      api_secret: string
    }
    CreateCommunityRequest: {
      /** @description The unique identifier of the community. */
      handle: string
      /** @description The name that is shown. */
      name: string
      /** @description Not documented: type and values. */
      type: unknown
      /** @description Not documented: type and values. */
      actions: unknown
      /** @description A text about the community. */
      description?: string
      /** @description Tags, separated by commas. */
      tags?: string
      /** @description The picture. */
      dp?: string
      /** @description The banner. */
      banner?: string
      /** @description The categories of the community. */
      categories?: {
        /** @description Ids of categories that exist. */
        existing?: number[]
        /** @description Names of categories to create. */
        new?: string[]
      }
      /** @description Whether the community is made by AI. */
      is_ai_generated?: boolean
      /** @description Whether the picture is made by AI. */
      is_ai_generated_dp?: boolean
      /** @description Whether the banner is made by AI. */
      is_ai_generated_banner?: boolean
      /** @description The users to add. */
      users?: {
        /** @description The user. */
        user_id: string
      }[]
    }
    CreatedCommunity: {
      /** @description 200, a number here and a string in errors. */
      code: number
      /** @description A text for people. */
      message: string
      /** @description The community. The page shows more fields than are described here. */
      data: {
        /** @description The id of the community. */
        community_id: string
        /** @description The link to share. */
        share_url?: string
      }
    }
    Error: {
      /** @description The error, a number as a string. */
      code: string
      /** @description A text for people. */
      message: string
      /** @description Empty in every sample. */
      data: Record<string, unknown>
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
  authenticate: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['AuthenticateRequest']
      }
    }
    responses: {
      /**
       * @description The key pair is valid; the token is in the header.
       *
       *     Not documented: the body.
       */
      200: {
        headers: {
          /**
           * @description The access token. Later calls send it as `Authorization` with the scheme `Bearer`.
           * @example your-gn-access-token
           */
          'gn-access-token': string
          [name: string]: unknown
        }
        content?: never
      }
      /**
       * @description The request has an invalid format, or an unexpected processing error occurred: a fault of the server
       *     may come with this status.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Error']
        }
      }
      /**
       * @description `api_key` or `api_secret` is missing, or the configuration of the brand is invalid or was not found. So
       *     this status does not mean that the URL is wrong.
       */
      404: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Error']
        }
      }
      /** @description The rules for the use of the API are violated, or its use is invalid or restricted. */
      412: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Error']
        }
      }
    }
  }
  createCommunity: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateCommunityRequest']
      }
    }
    responses: {
      /** @description The community has been created. */
      200: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['CreatedCommunity']
        }
      }
      /**
       * @description The request has errors, and the community was not created.
       *
       *     Not documented as far as it was seen: the body. The example has the shape of the authentication call.
       *     The older page of this call also lists an invalid use of the API (categories that do not exist); its
       *     status and body were not seen.
       */
      400: {
        headers: {
          [name: string]: unknown
        }
        content: {
          'application/json': components['schemas']['Error']
        }
      }
      /**
       * @description Not documented: the pages say only that a request without a token is rejected. *Third-party code*:
       *     Genuin's web client takes 401 as signed out. No body is known.
       */
      401: {
        headers: {
          [name: string]: unknown
        }
        content?: never
      }
    }
  }
}
