// Loaded before a user's program: what it sends to a documented origin goes to the sandbox's, which the first argument maps.
const origins = Object.entries(JSON.parse(process.argv[2]))
const send = globalThis.fetch
globalThis.fetch = (url, init) => {
  const [documented, loopback] = origins.find(([origin]) => String(url).startsWith(origin)) ?? []
  if (documented === undefined) throw new Error(`${url} is at no documented origin`)
  return send(String(url).replace(documented, loopback), init)
}
