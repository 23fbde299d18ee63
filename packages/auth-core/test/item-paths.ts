/** A small API, in the shape that openapi-typescript writes. */
export interface ItemPaths {
  '/items': {
    get: {
      parameters: { query?: { limit?: number }; header?: { 'x-trace'?: string } }
      responses: { 200: { headers: {}; content: { 'application/json': Item[] } } }
    }
    post: Write
    put: Write
    patch: Write
    delete: Write
  }
  '/items/{id}': {
    get: {
      parameters: { path: { id: string } }
      responses: {
        200: { headers: {}; content: { 'application/json': Item } }
        404: { headers: {}; content: { 'application/json': { message: string } } }
      }
    }
  }
}

export interface Item {
  id: string
  name?: string
}

interface Write {
  parameters: {}
  requestBody?: { content: { 'application/json': Item } }
  responses: { 200: { headers: {}; content: { 'application/json': { ok: boolean } } } }
}
