-- The prelude: what a script finds around itself (docs/wire/lua.md). Everything that it can reach is made here.
--
-- It runs before the script, with the whole base library, and gets one way out: ask, from text to text. The script
-- gets another table of globals and never sees ours. What the prelude uses it holds in locals, since a script may
-- change the tables that it shares with us. It returns whether the script went well, and what it said.

local ask, source, json = ...
local error, load, pairs, pcall, rawget, select, setmetatable, tonumber, tostring, type, xpcall =
  error, load, pairs, pcall, rawget, select, setmetatable, tonumber, tostring, type, xpcall
local floor, match, remove = math.floor, string.match, table.remove
local encode, decode = json.encode, json.decode

-- json.null stands where JSON has null, and Lua nil.
local null, array = json.null, json.array
local function given(value)
  if value == null then return nil end
  return value
end
local function told(value)
  if value == nil then return null end
  return value
end

-- Where the script stands, as an error of its own would say it: [string "..."]:7:
local function position()
  for level = 3, 9 do
    local _, where = pcall(error, '', level)
    if where ~= '' and not match(where, '^prelude:') then return where end
  end
  return ''
end

-- One thing is asked of the host at a time. What it will not do at all it answers with an error for the script.
local function call(name, ...)
  local args = {}
  for at = 1, select('#', ...) do args[at] = told((select(at, ...))) end
  local text, problem = encode({ name, array(args) })
  local answer = text and decode(ask(text))
  problem = problem or answer.error
  if problem then error(position() .. problem, 0) end
  return answer
end

-- What the script knows of a resource, by its RID: one for all its names.
local known = {}

-- The points of a page are waited for one by one; only then is the host asked for more.
local function wait(it, expire)
  it.status = 'ok'
  if not it.queue[1] then
    local answer = call('wait', it.rid, it.last, expire)
    it.queue, it.status = answer.points, answer.status
  end
  local point = it.queue[1]
  if point and (expire == nil or point[1] <= expire) then
    remove(it.queue, 1)
    it.last, it.value = point[1], given(point[2])
    return it.last
  end
  if it.status == 'ok' then it.last, it.value, it.status = expire, nil, 'expired' end
  return nil
end

local readers = {
  last = function(it) return it.last end,
  status = function(it) return it.status end,
  rid = function(it) return it.rid end,
  wait = function(it) return function(expire) return wait(it, tonumber(expire)) end end,
}
for _, field in pairs({ 'name', 'meta' }) do
  readers[field] = function(it)
    local answer = call('about', it.rid)
    it.status = answer.status
    return given(answer[field])
  end
end
for _, field in pairs({ 'value', 'timestamp' }) do
  readers[field] = function(it)
    local answer = call('newest', it.rid)
    it.status = answer.status
    return given(answer[field])
  end
end

local function at(it, timestamp)
  if timestamp == it.last and it.value ~= nil then
    it.status = 'ok'
    return it.value
  end
  local answer = call('at', it.rid, timestamp)
  it.status = answer.status
  return given(answer.value)
end

local secret = {}
local proxy = {
  __metatable = false,
  __index = function(self, key)
    local it = rawget(self, secret)
    if type(key) == 'number' then return at(it, floor(key)) end
    local reader = readers[key]
    if reader then return reader(it) end
  end,
  __newindex = function(self, key, value)
    local it = rawget(self, secret)
    if key == 'value' then
      it.status = call('write', it.rid, value).status
    elseif key == 'last' then
      it.last, it.queue, it.value = tonumber(value) or it.last, {}, nil
    elseif type(key) == 'number' then
      it.value = nil
      it.status = call('record', it.rid, floor(key), value).status
    else
      error('a resource has no ' .. tostring(key) .. ' to write', 2)
    end
  end,
  __tostring = function(self) return 'resource ' .. rawget(self, secret).rid end,
}

local function find(reference)
  local answer = call('find', reference)
  if answer.status ~= 'ok' then return nil end
  local it = known[answer.rid]
  if not it then
    it = { rid = answer.rid, last = answer.timestamp, status = 'ok', queue = {} }
    known[answer.rid] = it
  end
  return setmetatable({ [secret] = it }, proxy)
end

local function handle(reference)
  if type(reference) == 'table' then return rawget(reference, secret) end
  local found = find(tostring(reference))
  return found and rawget(found, secret)
end

local alias = setmetatable({}, {
  __metatable = false,
  __index = function(_, name)
    if type(name) == 'table' then name = { rid = tostring(rawget(name, 'rid')) } end
    return find(name)
  end,
  __newindex = function() error('an alias is not made by assignment', 2) end,
})

local function post(kind)
  return function(...)
    local answer = call('dispatch', kind, ...)
    if answer.status == 'ok' then return true, given(answer.result) end
    return false, answer.status
  end
end
local email, sms, xmpp, http = post('email'), post('sms'), post('xmpp'), post('http')

local zone = 'UTC'
local function date(format, time)
  local answer = call('date', format, tonumber(time), zone)
  if answer.status == 'ok' then return answer.result end
  return nil, answer.status
end
local function settimezone(name)
  local fits = call('date', '%c', nil, tostring(name)).status == 'ok'
  if fits then zone = tostring(name) end
  return fits
end
local locales = { C = true, POSIX = true, ['en_US.utf8'] = true }
local function setlocale(name) return locales[name] == true end

local function debug(text)
  local line = match(position(), ':(%d+): $')
  call('debug', (line and 'line ' .. line .. ': ' or '') .. tostring(text))
end

local bits = {}
local function word(n) return floor(tonumber(n)) & 0xffffffff end
function bits.band(...)
  local all = 0xffffffff
  for at = 1, select('#', ...) do all = all & word((select(at, ...))) end
  return all
end
function bits.bor(...)
  local all = 0
  for at = 1, select('#', ...) do all = all | word((select(at, ...))) end
  return all
end
function bits.bxor(...)
  local all = 0
  for at = 1, select('#', ...) do all = all ~ word((select(at, ...))) end
  return all
end
function bits.btest(...) return bits.band(...) ~= 0 end
function bits.bnot(n) return ~word(n) & 0xffffffff end
function bits.lshift(n, by) return by < 0 and word(n) >> -by or (word(n) << by) & 0xffffffff end
function bits.rshift(n, by) return bits.lshift(n, -by) end
function bits.extract(n, from, width) return (word(n) >> from) & ((1 << (width or 1)) - 1) end

local function copy(library, without)
  local copied = {}
  for name, value in pairs(library) do
    if not without[name] then copied[name] = value end
  end
  return copied
end

-- Methods of strings come from this table too: what is not in it is nowhere.
string.dump = nil

local globals = {
  assert = assert, error = error, getmetatable = getmetatable, ipairs = ipairs, next = next, pairs = pairs,
  pcall = pcall, rawequal = rawequal, rawget = rawget, rawlen = rawlen, rawset = rawset, select = select,
  setmetatable = setmetatable, tonumber = tonumber, tostring = tostring, type = type, xpcall = xpcall,
  bit32 = bits, coroutine = copy(coroutine, {}), math = copy(math, { randomseed = true }),
  string = string, table = copy(table, {}),
  alias = alias, date = date, debug = debug, json = json, setlocale = setlocale, settimezone = settimezone,
  dispatch = { email = email, sms = sms, xmpp = xmpp, headline = xmpp, http = http },
  email = email, sms = sms, headline = xmpp,
}
function globals.wait(expire, name)
  if name == nil then
    call('sleep', tonumber(expire))
    return nil
  end
  local it = handle(name)
  if not it then error('no such alias: ' .. tostring(name), 2) end
  return wait(it, tonumber(expire))
end
globals._G = globals
setmetatable(globals, {
  __metatable = false,
  __index = function(_, name)
    if name == 'now' then return call('now').now end
  end,
})

-- An error may be any value, with a __tostring that never ends: only text and numbers speak for themselves.
local function sayable(problem)
  if type(problem) == 'string' or type(problem) == 'number' then return problem end
  return 'an error that is a ' .. type(problem)
end

-- Only text is loaded: compiled code could break the machine that runs it.
local script, problem = load(source, source, 't', globals)
if not script then return false, problem end
local ok, result = xpcall(script, sayable)
if ok then return true, '' end
return false, tostring(result)
