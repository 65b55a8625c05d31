-- JSON for scripts, in Lua: the same functions carry every call to the host (docs/wire/lua.md).

local error, next, pcall, rawlen, setmetatable, tonumber, tostring, type =
  error, next, pcall, rawlen, setmetatable, tonumber, tostring, type
local byte, find, format, gsub, sub = string.byte, string.find, string.format, string.gsub, string.sub
local concat, mtype, tointeger = table.concat, math.type, math.tointeger
local utf8char = utf8.char

local null = setmetatable({}, {
  __metatable = false,
  __newindex = function() end,
  __tostring = function() return 'null' end,
})
local arrays = setmetatable({}, { __mode = 'k' })
local objects = setmetatable({}, { __mode = 'k' })
local deepest = 32

local short = { ['"'] = '\\"', ['\\'] = '\\\\', ['\n'] = '\\n', ['\r'] = '\\r', ['\t'] = '\\t' }
local function escaped(c) return short[c] or format('\\u%04x', byte(c)) end
local function quoted(text) return '"' .. gsub(text, '[%c"\\]', escaped) .. '"' end

local function isArray(value)
  if arrays[value] then return true end
  if objects[value] then return false end
  local length = rawlen(value)
  if length == 0 then return false end
  local count = 0
  for _ in next, value do count = count + 1 end
  return count == length
end

local write
local function writeTable(value, out, depth)
  if depth > deepest then error('nested too deep', 0) end
  local many = false
  if isArray(value) then
    out[#out + 1] = '['
    for at = 1, rawlen(value) do
      if many then out[#out + 1] = ',' end
      many = true
      write(value[at], out, depth + 1)
    end
    out[#out + 1] = ']'
    return
  end
  out[#out + 1] = '{'
  for key, item in next, value do
    if type(key) ~= 'string' and type(key) ~= 'number' then error('a key is no text', 0) end
    if many then out[#out + 1] = ',' end
    many = true
    out[#out + 1] = quoted(tostring(key)) .. ':'
    write(item, out, depth + 1)
  end
  out[#out + 1] = '}'
end

function write(value, out, depth)
  local kind = type(value)
  if value == null then out[#out + 1] = 'null'
  elseif kind == 'string' then out[#out + 1] = quoted(value)
  elseif kind == 'boolean' then out[#out + 1] = value and 'true' or 'false'
  elseif kind == 'number' and mtype(value) == 'integer' then out[#out + 1] = format('%d', value)
  elseif kind == 'number' then
    if value ~= value or value - value ~= 0 then error('not a number of JSON', 0) end
    out[#out + 1] = format('%.17g', value)
  elseif kind == 'table' then writeTable(value, out, depth)
  else error('a ' .. kind .. ' is nothing of JSON', 0) end
end

local function encode(value)
  local out = {}
  local ok, problem = pcall(write, value, out, 1)
  if ok then return concat(out) end
  return nil, tostring(problem)
end

local plain = { ['"'] = '"', ['\\'] = '\\', ['/'] = '/', b = '\b', f = '\f', n = '\n', r = '\r', t = '\t' }
local function wrong(at) error('no JSON at character ' .. at, 0) end

local function readHex(text, at)
  local digits = sub(text, at, at + 3)
  if not find(digits, '^%x%x%x%x$') then wrong(at) end
  return tonumber(digits, 16)
end

local function readString(text, at)
  local parts = {}
  while true do
    local stop = find(text, '["\\]', at)
    if not stop then wrong(at) end
    parts[#parts + 1] = sub(text, at, stop - 1)
    if byte(text, stop) == 34 then return concat(parts), stop + 1 end
    local letter = sub(text, stop + 1, stop + 1)
    at = stop + 2
    if letter == 'u' then
      local code = readHex(text, at)
      at = at + 4
      if code >= 0xd800 and code < 0xdc00 and sub(text, at, at + 1) == '\\u' then
        code = 0x10000 + (code - 0xd800) * 0x400 + (readHex(text, at + 2) - 0xdc00)
        at = at + 6
      end
      parts[#parts + 1] = utf8char(code)
    else
      parts[#parts + 1] = plain[letter] or wrong(stop)
    end
  end
end

local read
local function skip(text, at) return (find(text, '[^ \t\r\n]', at)) or #text + 1 end

local function readArray(text, at, depth)
  local list = {}
  arrays[list] = true
  at = skip(text, at)
  if byte(text, at) == 93 then return list, at + 1 end
  while true do
    list[#list + 1], at = read(text, at, depth + 1)
    at = skip(text, at)
    local mark = byte(text, at)
    if mark == 93 then return list, at + 1 end
    if mark ~= 44 then wrong(at) end
    at = at + 1
  end
end

local function readObject(text, at, depth)
  local object = {}
  objects[object] = true
  at = skip(text, at)
  if byte(text, at) == 125 then return object, at + 1 end
  while true do
    local key
    at = skip(text, at)
    if byte(text, at) ~= 34 then wrong(at) end
    key, at = readString(text, at + 1)
    at = skip(text, at)
    if byte(text, at) ~= 58 then wrong(at) end
    object[key], at = read(text, at + 1, depth + 1)
    at = skip(text, at)
    local mark = byte(text, at)
    if mark == 125 then return object, at + 1 end
    if mark ~= 44 then wrong(at) end
    at = at + 1
  end
end

local words = { ['true'] = true, ['false'] = false, null = null }
function read(text, at, depth)
  if depth > deepest then error('nested too deep', 0) end
  at = skip(text, at)
  local mark = byte(text, at)
  if mark == 34 then return readString(text, at + 1) end
  if mark == 91 then return readArray(text, at + 1, depth) end
  if mark == 123 then return readObject(text, at + 1, depth) end
  local _, stop, word = find(text, '^(%a+)', at)
  if word then
    if words[word] == nil then wrong(at) end
    return words[word], stop + 1
  end
  local _, last, digits = find(text, '^(-?%d[%d.eE+-]*)', at)
  local number = digits and tonumber(digits)
  if not number then wrong(at) end
  -- A whole number is one, however it was written: 20.0 reads as 20.
  return tointeger(number) or number, last + 1
end

local function decode(text)
  if type(text) ~= 'string' then return nil, 'no text' end
  local ok, value, at = pcall(read, text, 1, 1)
  if not ok then return nil, tostring(value) end
  if skip(text, at) <= #text then return nil, 'no JSON at character ' .. at end
  return value
end

local json = { null = null, encode = encode, decode = decode }
function json.array(list)
  arrays[list], objects[list] = true, nil
  return list
end
function json.object(object)
  objects[object], arrays[object] = true, nil
  return object
end
function json.type(value)
  if value == null then return 'null' end
  local kind = type(value)
  if kind == 'table' then return isArray(value) and 'array' or 'object' end
  if kind == 'string' or kind == 'number' or kind == 'boolean' then return kind end
end
return json
