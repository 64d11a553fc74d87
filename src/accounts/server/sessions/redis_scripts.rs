//! The scripts that change sessions in Redis. Each begins with the same four: the key of the session, and as arguments what the keys
//! of sessions and of users begin with, and the hash of the id. Keys are made in the scripts, so a Redis Cluster cannot run them.

use std::sync::LazyLock;

use ::redis::Script;

/// The names of the fields, as the scripts write them too.
pub const NUMBER: &str = "number";
pub const USER: &str = "user";
pub const DATA: &str = "data";
pub const CREATED: &str = "created";
pub const AUTHENTICATED: &str = "authenticated";
pub const SEEN: &str = "seen";
pub const EXPIRES: &str = "expires";
pub const AGENT: &str = "agent";
pub const ADDRESS: &str = "address";
pub const MOVED_TO: &str = "to";
pub const MOVED_AT: &str = "at";

/// What the scripts share: ending a session, putting one in its place, and letting it and its place in the user's set live until
/// then.
const SHARED: &str = r"
local sessions, users, hash = ARGV[1], ARGV[2], ARGV[3]
local function last(key, hash, user, expires)
  redis.call('EXPIREAT', key, expires)
  if user ~= '' then
    local set = users .. user
    redis.call('SADD', set, hash)
    if redis.call('EXPIRETIME', set) < tonumber(expires) then redis.call('EXPIREAT', set, expires) end
  end
end
local function finish(key, hash)
  local user = redis.call('HGET', key, 'user')
  redis.call('DEL', key)
  if user and user ~= '' then redis.call('SREM', users .. user, hash) end
end
local function put(key, hash, first)
  local expires, user = ARGV[first], ARGV[first + 1]
  redis.call('HSET', key, 'user', user, 'expires', expires)
  for place = first + 2, #ARGV, 2 do redis.call('HSET', key, ARGV[place], ARGV[place + 1]) end
  last(key, hash, user, expires)
end
local function leave(key, to, at, expires)
  redis.call('HSET', key, 'to', to, 'at', at, 'expires', expires)
  redis.call('EXPIREAT', key, expires)
end
";

fn script(body: &str) -> Script {
    Script::new(&format!("{SHARED}{body}"))
}

/// Stores a new session.
pub static INSERT: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
put(KEYS[1], hash, 4)
return 1",
    )
});

/// Saves the data of a session that has not ended and is the same user's.
pub static SAVE: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
local expires, user, data, seen = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
if redis.call('HEXISTS', KEYS[1], 'data') == 0 then return 0 end
if redis.call('HGET', KEYS[1], 'user') ~= user then return 0 end
redis.call('HSET', KEYS[1], 'data', data, 'seen', seen, 'expires', expires)
last(KEYS[1], hash, user, expires)
return 1",
    )
});

/// Notes that a session is in use.
pub static TOUCH: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
local expires, seen, agent, address = ARGV[4], ARGV[5], ARGV[6], ARGV[7]
if redis.call('HEXISTS', KEYS[1], 'data') == 0 then return 0 end
if tonumber(redis.call('HGET', KEYS[1], 'seen')) >= tonumber(seen) then return 0 end
redis.call('HSET', KEYS[1], 'seen', seen, 'expires', expires, 'agent', agent, 'address', address)
last(KEYS[1], hash, redis.call('HGET', KEYS[1], 'user'), expires)
return 1",
    )
});

/// Replaces data that is still the old one.
pub static SWAP: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
if redis.call('HGET', KEYS[1], 'data') ~= ARGV[4] then return 0 end
redis.call('HSET', KEYS[1], 'data', ARGV[5])
return 1",
    )
});

/// Puts a session under another hash, and leaves in its old place where it is, if that is wanted.
pub static RENAME: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
if redis.call('HEXISTS', KEYS[1], 'data') == 0 then return 0 end
finish(KEYS[1], hash)
redis.call('DEL', KEYS[2])
put(KEYS[2], ARGV[4], 7)
if ARGV[5] ~= '' then leave(KEYS[1], ARGV[4], ARGV[5], ARGV[6]) end
return 1",
    )
});

/// Replaces an ended session by where to find the next one.
pub static LEAVE: LazyLock<Script> = LazyLock::new(|| {
    script(
        r"
finish(KEYS[1], hash)
leave(KEYS[1], ARGV[4], ARGV[5], ARGV[6])",
    )
});

/// Ends a session.
pub static REMOVE: LazyLock<Script> = LazyLock::new(|| script("finish(KEYS[1], hash)"));

/// The sessions of a user: hashes and fields. Its key is the user's set, its argument what the keys of sessions begin with.
pub static OF_USER: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local found = {}
for _, hash in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local fields = redis.call('HGETALL', ARGV[1] .. hash)
  if #fields == 0 then redis.call('SREM', KEYS[1], hash) else found[#found + 1] = {hash, fields} end
end
return found",
    )
});

/// Ends the sessions of a user that have one of these numbers.
pub static END: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        r"
local ended = {}
for place = 2, #ARGV do ended[ARGV[place]] = true end
for _, hash in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local number = redis.call('HGET', ARGV[1] .. hash, 'number')
  if not number or ended[number] then
    redis.call('DEL', ARGV[1] .. hash)
    redis.call('SREM', KEYS[1], hash)
  end
end",
    )
});
