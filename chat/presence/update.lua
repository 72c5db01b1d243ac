#!lua flags=allow-oom
-- Renew a process's lease, store who came to it and who left it, sweep lapsed leases.
-- KEYS: leases, version, since.
-- ARGV: process, lease in ms, whether this is its whole list (1) or changes to it (0),
-- whether it has had a lease (1), how many people it knows to be stored (or empty), how
-- many to set, then number and "doors name" of each, then the numbers to remove.
-- Returns: whether the lease was lost and the whole list is needed, the version (0 if
-- nobody came or went), then the numbers and the names of those who came and who went.
-- Who is called otherwise has come and gone. A name that went is empty if it is that of
-- somebody else who is here.

local leases, version, since = KEYS[1], KEYS[2], KEYS[3]
local me, lease = ARGV[1], tonumber(ARGV[2])
local is_whole, had_lease = ARGV[3] == '1', ARGV[4] == '1'
local known, sets = tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function of(process) return '{presence}:of:' .. process end
local function live() return redis.call('ZRANGEBYSCORE', leases, '(' .. now, '+inf') end
local function name_in(value) return string.match(value, '^%S* (.*)$') end
local function doors_in(value) return string.match(value, '^%S*') end
-- What a person is called by the first live process that has them, or nothing.
local function called(id)
    for _, process in ipairs(live()) do
        local value = redis.call('HGET', of(process), id)
        if value then return name_in(value) end
    end
end
-- Call a person that in every process: one may have died, or not have heard of it yet.
local function call(id, name)
    for _, process in ipairs(live()) do
        local value = redis.call('HGET', of(process), id)
        if value then
            redis.call('HSET', of(process), id, doors_in(value) .. ' ' .. name)
        end
    end
end

-- Redis's clock was set back: no lease ends later than one that is taken now.
local latest = now + lease
for _, process in ipairs(redis.call('ZRANGEBYSCORE', leases, '(' .. latest, '+inf')) do
    redis.call('ZADD', leases, latest, process)
end

-- Redis has lost this process or its people, or somebody has swept it.
local is_lost = not redis.call('ZSCORE', leases, me)
    or (known and redis.call('HLEN', of(me)) ~= known)
if is_lost and not is_whole then return {1, 0, {}, {}, {}, {}} end
-- Others may be lost, too: they say so within a lease, or are dead.
if is_whole and had_lease then
    redis.call('SET', since, now)
else
    redis.call('SET', since, now, 'NX')
end

-- Lapsed leases are swept; its own is renewed, however late that is.
local maybe_gone, has_swept = {}, false
for _, process in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', now)) do
    if process ~= me then
        local people = redis.call('HGETALL', of(process))
        for i = 1, #people, 2 do maybe_gone[people[i]] = name_in(people[i + 1]) end
        redis.call('DEL', of(process))
        redis.call('ZREM', leases, process)
        has_swept = has_swept or #people > 0
    end
end
redis.call('ZADD', leases, latest, me)

-- Whoever comes while a lapsed lease still has them is told of, too: somebody who asked
-- who is here since it lapsed does not know them.
local came_ids, came = {}, {}
for i = 7, 6 + 2 * sets, 2 do
    local id, value = ARGV[i], ARGV[i + 1]
    local former, name = called(id), name_in(value)
    if former ~= name then
        table.insert(came_ids, id)
        table.insert(came, name)
    end
    if former and former ~= name then
        maybe_gone[id] = former
        call(id, name)
    end
    redis.call('HSET', of(me), id, value)
end
for i = 7 + 2 * sets, #ARGV do
    local value = redis.call('HGET', of(me), ARGV[i])
    if value then
        maybe_gone[ARGV[i]] = name_in(value)
        redis.call('HDEL', of(me), ARGV[i])
    end
end

-- A plain-text guest whom a restart sent away has come back as somebody new of that
-- name: to those who know names alone nobody has gone.
local names = {}
if has_swept then
    for _, process in ipairs(live()) do
        for _, value in ipairs(redis.call('HVALS', of(process))) do
            names[name_in(value)] = true
        end
    end
end
local gone_ids, gone = {}, {}
for id, name in pairs(maybe_gone) do
    if called(id) ~= name then
        table.insert(gone_ids, id)
        table.insert(gone, names[name] and '' or name)
    end
end

if #came == 0 and #gone == 0 then return {0, 0, {}, {}, {}, {}} end
-- Finer than the changes that can be: what is counted anew is above all before.
redis.call('SET', version, time[1] * 1000000 + time[2], 'NX')
return {0, redis.call('INCR', version), came_ids, came, gone_ids, gone}
