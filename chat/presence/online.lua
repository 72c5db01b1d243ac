#!lua flags=no-writes
-- Everybody whom a live process has.
-- KEYS: leases, version, since. ARGV: none.
-- Returns: the version, then number and "doors name" of each person and process, then
-- since when no lease was lost, in ms ago; -1 if that is not known.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local people = {}
for _, process in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
    for _, field in ipairs(redis.call('HGETALL', '{presence}:of:' .. process)) do
        table.insert(people, field)
    end
end
local since = redis.call('GET', KEYS[3])
local age = since and math.max(0, now - tonumber(since)) or -1
return {tonumber(redis.call('GET', KEYS[2]) or 0), people, age}
