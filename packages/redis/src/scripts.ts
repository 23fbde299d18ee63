// Each runs as one step of the server, on one key; none asks for the time, so replicas and append-only files agree. Each
// says first which call it answers (ARGV[1]): a client that has lost count of its replies hands out those of other calls.

/** A record is a hash. What is there and is none of ours is a record that nobody can read. */
export const READ = `
local found = redis.pcall('HMGET', KEYS[1], 'value', 'version', 'ttl')
if found.err then
  if string.find(found.err, 'WRONGTYPE', 1, true) then return {ARGV[1], '', 0, 0} end
  return found
end
if not found[2] then return {ARGV[1]} end
local age = (tonumber(found[3]) or 0) - redis.call('PTTL', KEYS[1])
return {ARGV[1], found[1] or '', tonumber(found[2]) or 0, age}`

/** Value, version, time to live in milliseconds. */
export const WRITE = `
local version = redis.pcall('HGET', KEYS[1], 'version')
if type(version) == 'table' then
  if not string.find(version.err, 'WRONGTYPE', 1, true) then return version end
  redis.call('DEL', KEYS[1])
  version = false
end
if (tonumber(version) or 0) >= tonumber(ARGV[3]) then return {ARGV[1], 0} end
redis.call('HSET', KEYS[1], 'value', ARGV[2], 'version', ARGV[3], 'ttl', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {ARGV[1], 1}`

/** Owner, milliseconds. A client that sends a command again after a lost connection gets the same answer again. */
export const TAKE = `
if redis.call('SET', KEYS[1], ARGV[2], 'NX', 'PX', ARGV[3]) then return {ARGV[1], 1} end
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return {ARGV[1], 0} end
return {ARGV[1], redis.call('PEXPIRE', KEYS[1], ARGV[3])}`

/** Owner, milliseconds. */
export const RENEW = `
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return {ARGV[1], 0} end
return {ARGV[1], redis.call('PEXPIRE', KEYS[1], ARGV[3])}`

/** Owner. */
export const RELEASE = `
if redis.call('GET', KEYS[1]) ~= ARGV[2] then return {ARGV[1], 0} end
return {ARGV[1], redis.call('DEL', KEYS[1])}`
