-- Takes turns, each of one slot, in their order: reserves quota for usage records, or closes open
-- reservations. Many requests share one call, because a call costs more than a turn. Atomic.
--
-- KEYS[2t-1]  {…}:slot:quota  hash: gen, seq, r:<quota> units left, h:<quota> units held by open reservations
-- KEYS[2t]    {…}:slot:held   hash: token -> seq|milliseconds|<quota>:<units>,…
-- ARGV        for each turn t: kind, the number of its arguments, the arguments
--
-- Kind A reserves. For each record: token, units, mode, n, then n quotas in the order of drawing
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

local call, match, gmatch, format = redis.call, string.match, string.gmatch, string.format
local clock = call('TIME')
local micros = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
local millis = format('%.0f', math.floor(micros / 1000))

local function whole(x)
  return format('%.0f', x)
end

local function reserve(quotaKey, heldKey, from, to)
  local fields, known, tokens = { 'gen', 'seq' }, {}, {}
  local at = from
  while at <= to do
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

  local slot = call('HMGET', quotaKey, unpack(fields))
  local gen = slot[1]
  if not gen then
    return { '', 'UNKNOWN' }
  end
  local left, held = {}, {}
  for i = 3, #fields, 2 do
    local quota = string.sub(fields[i], 3)
    if not slot[i] then
      return { gen, 'UNKNOWN' }
    end
    left[quota] = tonumber(slot[i])
    held[quota] = tonumber(slot[i + 1] or '0')
  end

  local open = call('HMGET', heldKey, unpack(tokens))
  local seq = math.max(tonumber(slot[2] or '0'), micros)
  local reply = { gen, 'RESERVED' }
  local changed, opened, mine = {}, {}, {}
  local busy = false
  at = from
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
      local seqText, draws = match(entry, '^(%d+)|%d+|(.*)$')
      local by = {}
      for quota, units in gmatch(draws, '(%d+):(%d+)') do
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
          local units = whole(takes[i])
          line[#line + 1] = units
          if takes[i] > 0 then
            left[quota] = left[quota] - takes[i]
            held[quota] = held[quota] + takes[i]
            changed[quota] = true
            draws[#draws + 1] = quota .. ':' .. units
          end
        end
        if total > 0 then
          mine[token] = line[2] .. '|' .. millis .. '|' .. table.concat(draws, ',')
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
  call('HSET', quotaKey, unpack(writes))
  if #opened > 0 then
    call('HSET', heldKey, unpack(opened))
  end
  return reply
end

local function close(quotaKey, heldKey, from, to)
  local closed = 0
  for at = from, to, 3 do
    local entry = call('HGET', heldKey, ARGV[at + 1])
    if entry then
      local seq, draws = match(entry, '^(%d+)|%d+|(.*)$')
      if seq == ARGV[at + 2] then
        for quota, units in gmatch(draws, '(%d+):(%d+)') do
          call('HINCRBY', quotaKey, 'h:' .. quota, '-' .. units)
          if ARGV[at] == 'R' then
            call('HINCRBY', quotaKey, 'r:' .. quota, units)
          end
        end
        call('HDEL', heldKey, ARGV[at + 1])
        closed = closed + 1
      end
    end
  end
  return closed
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
