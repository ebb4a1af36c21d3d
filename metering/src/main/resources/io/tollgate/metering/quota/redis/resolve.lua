-- Closes open reservations of one slot: settles those the ledger holds, gives back the others.
--
-- KEYS[1]  {slot}:quota, KEYS[2] {slot}:held, as in reserve.lua
-- ARGV     for each reservation: S (settle) or R (give back), token, seq
--
-- A reservation that is gone, or whose token was reserved anew under another seq, is left alone, so
-- that a repeated call changes nothing. Returns how many were closed. Atomic.

local closed = 0
for at = 1, #ARGV, 3 do
  local entry = redis.call('HGET', KEYS[2], ARGV[at + 1])
  if entry then
    local seq, draws = string.match(entry, '^(%d+)|%d+|(.*)$')
    if seq == ARGV[at + 2] then
      for quota, units in string.gmatch(draws, '(%d+):(%d+)') do
        redis.call('HINCRBY', KEYS[1], 'h:' .. quota, '-' .. units)
        if ARGV[at] == 'R' then
          redis.call('HINCRBY', KEYS[1], 'r:' .. quota, units)
        end
      end
      redis.call('HDEL', KEYS[2], ARGV[at + 1])
      closed = closed + 1
    end
  end
end
return closed
