-- Replaces what is known of one slot by what the ledger says.
--
-- KEYS[1]  {…}:slot:quota, KEYS[2] {…}:slot:held, as in turns.lua
-- ARGV[1]  the gen that was found wrong or missing ('' for missing): whoever comes second does
--          nothing, because the first has loaded already
-- ARGV[2]  the new gen · ARGV[3] time to live, seconds, from now: what lapses is loaded
--          again, whether it was idle or not
-- ARGV[4]  the highest seq that the ledger holds of the slot: what comes is numbered after it, also
--          where this server's clock is behind the one before it
-- ARGV[5…] quota, units left, …
--
-- Open reservations are forgotten; the ledger refuses what they might draw too much. Returns 1 when
-- it loaded, else 0. Atomic.

local gen = redis.call('HGET', KEYS[1], 'gen') or ''
if gen ~= ARGV[1] then
  return 0
end
local seq = redis.call('HGET', KEYS[1], 'seq') or '0'
if tonumber(seq) < tonumber(ARGV[4]) then
  seq = ARGV[4]
end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'gen', ARGV[2], 'seq', seq)
for at = 5, #ARGV, 2 do
  redis.call('HSET', KEYS[1], 'r:' .. ARGV[at], ARGV[at + 1], 'h:' .. ARGV[at], '0')
end
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
