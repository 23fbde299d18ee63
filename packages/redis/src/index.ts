export type { IoredisClient, NodeRedisClient } from './redis-client.ts'
export { createRedisStore, type RedisStoreOptions } from './redis-store.ts'
