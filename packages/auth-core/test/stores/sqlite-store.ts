import type { DatabaseSync } from 'node:sqlite'
import type { TokenStore } from '@latchkey/auth-core'

/** A store as a user writes one; `now` is the database's clock, in milliseconds. */
export function createSqliteStore(database: DatabaseSync, now: () => number): TokenStore {
  database.exec(`create table if not exists record (key text primary key, value, version, at, until);
    create table if not exists lease (key text primary key, holder, until)`)
  const read = database.prepare('select value, version, ? - at age from record where key = ? and until > ?')
  const write = database.prepare(`insert into record values (:key, :value, :version, :now, :until)
    on conflict do update set value = :value, version = :version, at = :now, until = :until
    where version < :version or until <= :now`)
  const take = database.prepare(`insert into lease values (:key, :holder, :until)
    on conflict do update set holder = :holder, until = :until where until <= :now`)
  const renew = database.prepare(`update lease set until = :until
    where key = :key and holder = :holder and until > :now`)
  const release = database.prepare('delete from lease where key = ? and holder = ?')
  return {
    async get(key, { signal }) {
      signal.throwIfAborted()
      const row = read.get(now(), key, now())
      return (
        row && { value: String(row['value']), version: Number(row['version']), ageMs: Number(row['age']) }
      )
    },
    async set(key, { value, version, ttlMs }, { signal }) {
      signal.throwIfAborted()
      return write.run({ key, value, version, now: now(), until: now() + ttlMs }).changes === 1
    },
    async lease(key, ms, { signal }) {
      signal.throwIfAborted()
      const ours = { key, holder: crypto.randomUUID() }
      if (take.run({ ...ours, now: now(), until: now() + ms }).changes === 0) return undefined
      return {
        renew: async (more) => renew.run({ ...ours, now: now(), until: now() + more }).changes === 1,
        release: async () => void release.run(key, ours.holder),
      }
    },
  }
}
