// Sink to a One Platform: one `record` call a dataport with all its points of the batch, many calls a
// request.
//
// Invariants.
// - Only a verdict on a point rejects it; whatever else goes wrong leaves it pending under a failure.
// - A channel that is refused does not keep the others of its batch from being settled.

import type { Batch } from '../core/batch.ts';
import { limits } from '../core/limits.ts';
import type { Run } from '../core/point.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Http } from '../core/ports/http.ts';
import { done, err } from '../core/result.ts';
import type { RpcAnswer } from '../wire/jsonrpc.ts';
import { createDataports, type Dataport, type WantedDataport } from './dataports.ts';
import { type Book, createBook } from './onep/book.ts';
import { recordText } from './onep/encode.ts';
import {
  afterRecord,
  type Doubt,
  type IsolateDeps,
  isolate,
  type Suspect,
} from './onep/isolate.ts';
import { recordVerdict } from './onep/record-answer.ts';
import { createRpc, type RpcOptions } from './onep/rpc.ts';
import type { Sink } from './sink.ts';

export interface OnepSinkOptions extends RpcOptions {
  /** Where the points of a channel go. Two channels never share an alias. */
  readonly dataportOf: (channel: string) => WantedDataport;
  /** All that must be there from the beginning: those of the channels, and others of the agent. */
  readonly wanted: readonly WantedDataport[];
}

/** The points of one channel in a batch, and where they go. */
interface Parcel {
  readonly channel: string;
  readonly dataport: Dataport;
  readonly runs: readonly Run[];
}

export function createOnepSink(
  deps: { readonly http: Http; readonly clock: Clock },
  options: OnepSinkOptions,
): Sink {
  const rpc = createRpc(deps, options);
  const dataports = createDataports(rpc);
  let met = false;

  /** Sorts the batch by channel and finds the dataports; holds the channels that have none. */
  async function address(batch: Batch, book: Book, signal: AbortSignal): Promise<Parcel[]> {
    const byChannel = Map.groupBy(batch.runs, ({ channel }) => channel);
    const wanted = [...byChannel.keys()].map(options.dataportOf);
    const found = await dataports.ensure(wanted, signal);
    if (!found.ok) book.fail(found.failure);
    const parcels: Parcel[] = [];
    for (const [channel, runs] of byChannel) {
      const dataport = found.ok && found.value.get(options.dataportOf(channel).alias);
      if (!dataport) continue;
      if (dataport.ok) parcels.push({ channel, dataport: dataport.value, runs });
      else book.hold(channel, dataport.failure);
    }
    return parcels;
  }

  return {
    get requests() {
      return rpc.requests;
    },
    async greet(signal) {
      // Who greets again may have met another client of the platform, or one that was emptied. What a
      // greeting found before it broke off is kept.
      if (met) for (const { alias } of options.wanted) dataports.forget(alias);
      met = false;
      const found = await dataports.ensure(options.wanted, signal);
      if (!found.ok) return found;
      const failures = [...found.value.values()].flatMap((one) => (one.ok ? [] : [one.failure]));
      const refusal = failures.find(({ kind }) => kind === 'locked' || kind === 'unauthorised');
      met = refusal === undefined;
      return refusal ? err(refusal) : done;
    },
    async send(batch, signal) {
      const book = createBook();
      const trial: IsolateDeps = { rpc, dataports, book, signal };
      const parcels = await address(batch, book, signal);
      const doubts: Doubt[] = [];
      for (let from = 0; from < parcels.length; from += limits.callsPerRequest) {
        const part = parcels.slice(from, from + limits.callsPerRequest);
        const answers = await rpc.call(part.map(recordOf), signal);
        if (!answers.ok) {
          book.fail(answers.failure);
          return book.delivery();
        }
        for (const [i, parcel] of part.entries()) {
          doubts.push(...judge(trial, parcel, answers.value.to(i)));
        }
      }
      await isolate(trial, doubts);
      return book.delivery();
    },
  };
}

const recordOf = ({ dataport, runs }: Parcel): string =>
  recordText(dataport.alias, runs, dataport.format);

/** Settles the parcel when the far side took all of it, which is the rule; else gives what is in doubt. */
function judge(deps: IsolateDeps, parcel: Parcel, answer: RpcAnswer | undefined): readonly Doubt[] {
  const verdict = recordVerdict(answer);
  if (verdict.kind === 'stored') {
    for (const { firstSeq, seconds } of parcel.runs) {
      deps.book.settle({ firstSeq, count: seconds.length, outcome: 'delivered' });
    }
    return [];
  }
  const doubt = doubtOf(parcel);
  return verdict.kind === 'refused' ? [doubt] : afterRecord(deps, doubt, answer);
}

function doubtOf({ channel, dataport, runs }: Parcel): Doubt {
  const points: Suspect[] = runs.flatMap(({ firstSeq, seconds, values }) =>
    seconds.map((second, i) => ({
      seq: firstSeq + i,
      second,
      value: values[i] as Suspect['value'],
    })),
  );
  points.sort((a, b) => a.second - b.second);
  return { channel, dataport, points, next: 'read', alone: points.length === 1 };
}
