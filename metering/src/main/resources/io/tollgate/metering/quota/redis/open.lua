-- Finds the open reservations of one slot that are older than an age.
--
-- KEYS[1]  {…}:slot:held, as in turns.lua
-- ARGV[1]  age, milliseconds
--
-- The age is judged by the clock that gave the time. One that lies in the future was given by another
-- server's clock, and counts as old. Returns { token, seq, … }. Changes nothing.

local clock = redis.call('TIME')
local now = tonumber(clock[1]) * 1000 + math.floor(tonumber(clock[2]) / 1000)
local entries = redis.call('HGETALL', KEYS[1])
local old = {}
for at = 1, #entries, 2 do
  local seq, millis = string.match(entries[at + 1], '^(%d+)|(%d+)|')
  if math.abs(now - tonumber(millis)) > tonumber(ARGV[1]) then
    old[#old + 1] = entries[at]
    old[#old + 1] = seq
  end
end
return old
