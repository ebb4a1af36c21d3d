-- Reserves quota for usage records of one slot, in their order, atomically.
--
-- KEYS[1]  {slot}:quota  hash: gen, seq, r:<quota> units left, h:<quota> units held by open reservations
-- KEYS[2]  {slot}:held   hash: token -> seq|milliseconds|<quota>:<units>,…
-- ARGV[1]  time to live of both keys, seconds; what lapses is loaded again from the ledger
-- ARGV[2…] for each record: token, units, mode, n, then n quotas in the order of drawing
--          mode C: what no quota covers stays uncovered; R: all or nothing
--
-- Units are 1/10,000 of the item's unit, below 2^53.
-- Returns  { gen, 'RESERVED', { status, seq, units drawn from the 1st quota, … } for each record }
--          status D drawn · J joined to the open reservation of the same token · X rejected
--                 B busy: this draw would depend on a reservation that is not settled yet; this
--                   record and all after it reserved nothing
--          { gen, 'UNKNOWN' } when a quota is not loaded; nothing was reserved
--
-- No draw ever depends on an open reservation: what the ledger does not confirm is given back, and
-- would have changed the draws after it.

local fields, known = {}, {}
local tokens = {}
local at = 2
while at <= #ARGV do
  tokens[#tokens + 1] = ARGV[at]
  local n = tonumber(ARGV[at + 3])
  for i = at + 4, at + 3 + n do
    local quota = ARGV[i]
    if not known[quota] then
      known[quota] = true
      fields[#fields + 1] = 'r:' .. quota
      fields[#fields + 1] = 'h:' .. quota
    end
  end
  at = at + 4 + n
end

local slot = redis.call('HMGET', KEYS[1], 'gen', 'seq', unpack(fields))
local gen = slot[1]
if not gen then
  return { '', 'UNKNOWN' }
end
local left, held = {}, {}
for i = 1, #fields, 2 do
  local quota = string.sub(fields[i], 3)
  if not slot[i + 2] then
    return { gen, 'UNKNOWN' }
  end
  left[quota] = tonumber(slot[i + 2])
  held[quota] = tonumber(slot[i + 3] or '0')
end

local open = redis.call('HMGET', KEYS[2], unpack(tokens))
local clock = redis.call('TIME')
local micros = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local millis = string.format('%.0f', math.floor(micros / 1000))
local seq = math.max(tonumber(slot[2] or '0'), micros)

local function whole(x)
  return string.format('%.0f', x)
end

local reply = { gen, 'RESERVED' }
local changed, opened, mine = {}, {}, {}
local busy = false
at = 2
for index = 1, #tokens do
  local token = ARGV[at]
  local need = tonumber(ARGV[at + 1])
  local mode = ARGV[at + 2]
  local n = tonumber(ARGV[at + 3])
  local first = at + 4
  at = first + n

  local entry = mine[token] or open[index]
  if busy then
    reply[#reply + 1] = { 'B' }
  elseif entry then
    local seqText, draws = string.match(entry, '^(%d+)|%d+|(.*)$')
    local by = {}
    for quota, units in string.gmatch(draws, '(%d+):(%d+)') do
      by[quota] = units
    end
    local line = { 'J', seqText }
    for i = first, first + n - 1 do
      line[#line + 1] = by[ARGV[i]] or '0'
    end
    reply[#reply + 1] = line
  else
    local takes, total = {}, 0
    for i = 0, n - 1 do
      local quota = ARGV[first + i]
      local take = math.min(need, left[quota])
      if take < need and held[quota] > 0 then
        busy = true
        break
      end
      takes[i + 1] = take
      need = need - take
      total = total + take
    end
    if busy then
      reply[#reply + 1] = { 'B' }
    elseif mode == 'R' and need > 0 then
      reply[#reply + 1] = { 'X' }
    else
      seq = seq + 1
      local line, draws = { 'D', whole(seq) }, {}
      for i = 1, n do
        local quota = ARGV[first + i - 1]
        line[#line + 1] = whole(takes[i])
        if takes[i] > 0 then
          left[quota] = left[quota] - takes[i]
          held[quota] = held[quota] + takes[i]
          changed[quota] = true
          draws[#draws + 1] = quota .. ':' .. whole(takes[i])
        end
      end
      if total > 0 then
        mine[token] = whole(seq) .. '|' .. millis .. '|' .. table.concat(draws, ',')
        opened[#opened + 1] = token
        opened[#opened + 1] = mine[token]
      end
      reply[#reply + 1] = line
    end
  end
end

local writes = { 'seq', whole(seq) }
for quota in pairs(changed) do
  writes[#writes + 1] = 'r:' .. quota
  writes[#writes + 1] = whole(left[quota])
  writes[#writes + 1] = 'h:' .. quota
  writes[#writes + 1] = whole(held[quota])
end
redis.call('HSET', KEYS[1], unpack(writes))
redis.call('EXPIRE', KEYS[1], ARGV[1])
if #opened > 0 then
  redis.call('HSET', KEYS[2], unpack(opened))
  redis.call('EXPIRE', KEYS[2], ARGV[1])
end
return reply
