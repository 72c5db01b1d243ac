#!lua flags=no-writes
-- By which doors these people are here.
-- KEYS: leases. ARGV: their numbers.
-- Returns: number and "doors name" of each of them and each live process that has them.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local found = {}
for _, process in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
    for _, id in ipairs(ARGV) do
        local value = redis.call('HGET', '{presence}:of:' .. process, id)
        if value then
            table.insert(found, id)
            table.insert(found, value)
        end
    end
end
return found
