-- Takes turns, each of one slot, in their order: reserves quota for usage records, or closes open
-- reservations. Many requests share one call, because a call costs more than a turn. Atomic.
--
-- KEYS[2t-1]  {…}:slot:quota  hash: gen, seq, r:<quota> units left, h:<quota> units held by open reservations
-- KEYS[2t]    {…}:slot:held   hash: token -> seq|milliseconds|<quota>:<units>,…
-- ARGV        for each turn t: kind, the number of its arguments, the arguments
--
-- Kind A reserves: the number of quotas, for each its fields r:<quota> and h:<quota>, and then for
--          each record: token, units, mode, n, and the places of n quotas in the order of drawing
--          mode C: what no quota covers stays uncovered; R: all or nothing
--          Units are 1/10,000 of the item's unit, below 2^53.
-- Replies  { gen, 'RESERVED', { status, seq, units drawn from the 1st quota, … } for each record }
--          status D drawn · J joined to the open reservation of the same token · X rejected
--                 B busy: this draw would depend on a reservation that is not settled yet; this
--                   record and all after it reserved nothing
--          { gen, 'UNKNOWN' } when a quota is not loaded; nothing was reserved
--
-- No draw ever depends on an open reservation: what the ledger does not confirm is given back, and
-- would have changed the draws after it.
--
-- Kind Z closes. For each reservation: S (settle) or R (give back), token, seq
--          One that is gone, or whose token was reserved anew under another seq, is left alone, so
--          that a repeated turn changes nothing.
-- Replies  how many were closed

-- Text is taken over from the arguments where it is there already: making it anew is most of the work.

local call, match, gmatch, format = redis.call, string.match, string.gmatch, string.format
local clock = call('TIME')
local micros = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local millis = '|' .. format('%d', math.floor(micros / 1000)) .. '|'

local function joined(entry, quotas, from, n)
  local seq, draws = match(entry, '^(%d+)|%d+|(.*)$')
  local by = {}
  for quota, units in gmatch(draws, '(%d+):(%d+)') do
    by[quota] = units
  end
  local line = { 'J', seq }
  for i = from, from + n - 1 do
    line[#line + 1] = by[quotas[tonumber(ARGV[i])]] or '0'
  end
  return line
end

local function reserve(quotaKey, heldKey, from, to)
  local count = tonumber(ARGV[from])
  local asks = from + 1 + 2 * count
  local slot = call('HMGET', quotaKey, 'gen', 'seq', unpack(ARGV, from + 1, asks - 1))
  local gen = slot[1]
  if not gen then
    return { '', 'UNKNOWN' }
  end
  local quotas, left, held = {}, {}, {}
  for i = 1, count do
    if not slot[2 * i + 1] then
      return { gen, 'UNKNOWN' }
    end
    quotas[i] = string.sub(ARGV[from + 2 * i - 1], 3)
    left[i] = tonumber(slot[2 * i + 1])
    held[i] = tonumber(slot[2 * i + 2] or '0')
  end

  local tokens, at = {}, asks
  while at <= to do
    tokens[#tokens + 1] = ARGV[at]
    at = at + 4 + tonumber(ARGV[at + 3])
  end
  local open = call('HMGET', heldKey, unpack(tokens))

  local seq = math.max(tonumber(slot[2] or '0'), micros)
  local reply = { gen, 'RESERVED' }
  local changed, opened, mine = {}, {}, {}
  local busy = false
  at = asks
  for index, token in ipairs(tokens) do
    local need = tonumber(ARGV[at + 1])
    local n = tonumber(ARGV[at + 3])
    local first = at + 4

    local entry = mine[token] or open[index]
    if busy then
      reply[#reply + 1] = { 'B' }
    elseif entry then
      reply[#reply + 1] = joined(entry, quotas, first, n)
    else
      local takes = {}
      for i = 1, n do
        local quota = tonumber(ARGV[first + i - 1])
        local take = math.min(need, left[quota])
        if take < need and held[quota] > 0 then
          busy = true
          break
        end
        takes[i] = take
        need = need - take
      end
      if busy then
        reply[#reply + 1] = { 'B' }
      elseif ARGV[at + 2] == 'R' and need > 0 then
        reply[#reply + 1] = { 'X' }
      else
        seq = seq + 1
        local asked = tonumber(ARGV[at + 1])
        local line, draws = { 'D', format('%d', seq) }, {}
        for i = 1, n do
          local take = takes[i]
          if take == 0 then
            line[i + 2] = '0'
          else
            local quota = tonumber(ARGV[first + i - 1])
            local units = take == asked and ARGV[at + 1] or format('%d', take)
            line[i + 2] = units
            left[quota] = left[quota] - take
            held[quota] = held[quota] + take
            changed[quota] = true
            draws[#draws + 1] = quotas[quota] .. ':' .. units
          end
        end
        if #draws > 0 then
          mine[token] = line[2] .. millis .. table.concat(draws, ',')
          opened[#opened + 1] = token
          opened[#opened + 1] = mine[token]
        end
        reply[#reply + 1] = line
      end
    end
    at = first + n
  end

  local writes = { 'seq', format('%d', seq) }
  for quota in pairs(changed) do
    writes[#writes + 1] = ARGV[from + 2 * quota - 1]
    writes[#writes + 1] = format('%d', left[quota])
    writes[#writes + 1] = ARGV[from + 2 * quota]
    writes[#writes + 1] = format('%d', held[quota])
  end
  call('HSET', quotaKey, unpack(writes))
  if #opened > 0 then
    call('HSET', heldKey, unpack(opened))
  end
  return reply
end

local function close(quotaKey, heldKey, from, to)
  local tokens = {}
  for at = from, to, 3 do
    tokens[#tokens + 1] = ARGV[at + 1]
  end
  local open = call('HMGET', heldKey, unpack(tokens))
  local unheld, given, closed, seen = {}, {}, {}, {}
  for index, token in ipairs(tokens) do
    local at = from + 3 * (index - 1)
    local seq, draws
    if open[index] and not seen[token] then
      seq, draws = match(open[index], '^(%d+)|%d+|(.*)$')
    end
    if seq and seq == ARGV[at + 2] then
      seen[token] = true
      closed[#closed + 1] = token
      for quota, units in gmatch(draws, '(%d+):(%d+)') do
        unheld[quota] = (unheld[quota] or 0) + tonumber(units)
        if ARGV[at] == 'R' then
          given[quota] = (given[quota] or 0) + tonumber(units)
        end
      end
    end
  end
  for quota, units in pairs(unheld) do
    call('HINCRBY', quotaKey, 'h:' .. quota, format('%d', -units))
  end
  for quota, units in pairs(given) do
    call('HINCRBY', quotaKey, 'r:' .. quota, format('%d', units))
  end
  if #closed > 0 then
    call('HDEL', heldKey, unpack(closed))
  end
  return #closed
end

local replies = {}
local at, turn = 1, 0
while at <= #ARGV do
  local from = at + 2
  local to = at + 1 + tonumber(ARGV[at + 1])
  local take = ARGV[at] == 'A' and reserve or close
  replies[turn + 1] = take(KEYS[2 * turn + 1], KEYS[2 * turn + 2], from, to)
  at = to + 1
  turn = turn + 1
end
return replies
