-- Everybody whom a live process has.
-- KEYS: leases, version. ARGV: none.
-- Returns: the version, then number and "doors name" of each person and process.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local people = {}
for _, process in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
    for _, field in ipairs(redis.call('HGETALL', '{presence}:of:' .. process)) do
        table.insert(people, field)
    end
end
return {tonumber(redis.call('GET', KEYS[2]) or 0), people}
