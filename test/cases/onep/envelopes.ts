// Conformance cases: whole requests and whole answers, to the letter.

/** In bodies and answers `CIK` stands for the key of a device, `ROOT` for the root's, `RID` for the device. */
export interface EnvelopeCase {
  readonly name: string;
  readonly body: string;
  readonly answer: string;
}

const auth = '"auth":{"cik":"CIK"}';
const whoami = '"procedure":"lookup","arguments":["aliased",""]';
const me = '"status":"ok","result":"RID"';
const error = (code: number, message: string, context: string): string =>
  `{"error":{"code":${code},"message":"${message}","context":"${context}"}}`;
const unauthorised = error(401, 'Invalid', 'auth');
const failed = (id: string, message: string, context: string): string =>
  `{"id":${id},"status":"fail","error":{"code":501,"message":"${message}","context":"${context}"}}`;
const calls = (...list: readonly string[]): string => `{${auth},"calls":[${list.join(',')}]}`;
const none = '0'.repeat(40);
const asked = (given: string): string => `{"auth":${given},"calls":[{"id":1,${whoami}}]}`;

export const envelopeCases: readonly EnvelopeCase[] = [
  {
    name: 'O5 a body that is no JSON answers code -1',
    body: '{"auth":',
    answer: error(-1, 'Invalid JSON', 'calls'),
  },
  {
    name: 'O5 an empty body answers code -1',
    body: '',
    answer: error(-1, 'Invalid JSON', 'calls'),
  },
  {
    name: 'O6 a request that is no object answers 400',
    body: '[1]',
    answer: error(400, 'a request is an object', 'auth'),
  },
  {
    name: 'O6 a request without auth answers 400',
    body: '{"calls":[]}',
    answer: error(400, 'auth is missing or wrong', 'auth'),
  },
  {
    name: 'O6 a request without calls answers 400',
    body: `{${auth}}`,
    answer: error(400, 'calls is no list', 'calls'),
  },
  {
    name: 'O6 a call that is a number answers 400',
    body: calls('7'),
    answer: error(400, 'a call or its id is wrong', 'calls'),
  },
  {
    name: 'O6 brackets nested too deep answer 400 before they are parsed',
    body: '['.repeat(100_000),
    answer: error(400, 'nested too deep', 'calls'),
  },
  {
    name: 'O6 brackets within a string do not nest',
    body: calls(
      `{"id":1,"procedure":"lookup","arguments":["aliased","\\"${'['.repeat(99)}"]}`,
      `{"id":2,${whoami}}`,
    ),
    answer: `[{"id":1,"status":"invalid","error":{"code":501,"message":"no such alias","context":"arguments"}},{"id":2,${me}}]`,
  },
  {
    name: 'O6 more calls than allowed answer 400',
    body: calls(...Array.from({ length: 257 }, () => `{"id":1,${whoami}}`)),
    answer: error(400, 'too many calls', 'calls'),
  },
  {
    name: 'O6 a call written as pairs, without arguments or without procedure fails with 501',
    body: calls(
      '[["id",5],["procedure","read"]]',
      '["id",6]',
      '{"id":7,"procedure":"read"}',
      '{"id":8,"arguments":[]}',
      '{"id":9,"procedure":"dance","arguments":[]}',
      '{"id":10,"procedure":"__proto__","arguments":[]}',
    ),
    answer: `[${[
      failed('5', 'a call is an object', 'calls'),
      failed('7', 'arguments is no list', 'arguments'),
      failed('8', 'a call names its procedure', 'procedure'),
      failed('9', 'the procedure is not supported', 'procedure'),
      failed('10', 'the procedure is not supported', 'procedure'),
    ].join(',')}]`,
  },
  {
    name: 'O3 calls run in order, and go on after one that failed; a double id is answered twice',
    body: calls(
      `{"id":1,"procedure":"read","arguments":["${none}"]}`,
      `{"id":1,${whoami}}`,
      `{"id":"x",${whoami}}`,
    ),
    answer: `[{"id":1,"status":"restricted","error":{"code":501,"message":"the resource is not in the subtree of the caller","context":"arguments"}},{"id":1,${me}},{"id":"x",${me}}]`,
  },
  {
    name: 'O7 0 and the empty string are ids; a call without an id is not answered',
    body: calls(
      `{"id":0,${whoami}}`,
      `{${whoami}}`,
      `{"id":"",${whoami}}`,
      `{"id":null,${whoami}}`,
    ),
    answer: `[{"id":0,${me}},{"id":"",${me}}]`,
  },
  {
    name: 'O7 when no call has an id the body is empty',
    body: calls(`{${whoami}}`, `{${whoami}}`),
    answer: '',
  },
  { name: 'O7 no calls have no answers', body: calls(), answer: '[]' },
  {
    name: 'O7 an id of 40 characters is taken',
    body: calls(`{"id":"${'é'.repeat(40)}",${whoami}}`),
    answer: `[{"id":"${'é'.repeat(40)}",${me}}]`,
  },
  {
    name: 'O7 an id longer than 40 characters answers 400',
    body: calls(`{"id":"${'é'.repeat(41)}",${whoami}}`),
    answer: error(400, 'a call or its id is wrong', 'calls'),
  },
  {
    name: 'O7 an id that is an object answers 400',
    body: calls(`{"id":{},${whoami}}`),
    answer: error(400, 'a call or its id is wrong', 'calls'),
  },
  {
    name: 'R3 an unknown CIK answers 401, calls or not, ids or not',
    body: `{"auth":{"cik":"${none}"},"calls":[]}`,
    answer: unauthorised,
  },
  {
    name: 'R3 a CIK of another form answers 401',
    body: asked('{"cik":"x"}'),
    answer: unauthorised,
  },
  {
    name: 'R3 a CIK that is no string answers 400',
    body: asked('{"cik":5}'),
    answer: error(400, 'auth is missing or wrong', 'auth'),
  },
  {
    name: 'R3 client_id speaks as a client below the holder of the CIK',
    body: asked('{"cik":"ROOT","client_id":"RID"}'),
    answer: `[{"id":1,${me}}]`,
  },
  {
    name: 'R3 client_id of oneself is oneself',
    body: asked('{"cik":"CIK","client_id":"RID"}'),
    answer: `[{"id":1,${me}}]`,
  },
  {
    name: 'R3 client_id of a dataport answers 401',
    body: asked('{"cik":"ROOT","client_id":"PORT"}'),
    answer: unauthorised,
  },
  {
    name: 'R3 client_id of somebody above answers 401',
    body: asked('{"cik":"CIK","client_id":"ABOVE"}'),
    answer: unauthorised,
  },
  {
    name: 'R3 resource_id speaks as the owner of that resource',
    body: asked('{"cik":"ROOT","resource_id":"PORT"}'),
    answer: `[{"id":1,${me}}]`,
  },
  {
    name: 'R3 resource_id of the holder itself would be its owner, and answers 401',
    body: asked('{"cik":"CIK","resource_id":"RID"}'),
    answer: unauthorised,
  },
  {
    name: 'R3 client_id and resource_id together answer 400',
    body: asked('{"cik":"CIK","client_id":"RID","resource_id":"PORT"}'),
    answer: error(400, 'auth is missing or wrong', 'auth'),
  },
];
