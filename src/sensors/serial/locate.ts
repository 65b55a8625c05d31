// Finding the port that the settings mean: by its path, or by the identity of its USB adapter.

import { failure } from '../../core/failure.ts';
import type { ByteLinks, LinkInfo } from '../../core/ports/byte-link.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { PortSettings } from './settings.ts';

/** The path to open now. Failures: `not-found`; `in-use` when two adapters answer to one identity. */
export async function locate(links: ByteLinks, port: PortSettings): Promise<Result<string>> {
  if (typeof port === 'string') return ok(port);
  const listed = await links.list();
  if (!listed.ok) return listed;

  const { vid, pid, serial } = port;
  const isMeant = (link: LinkInfo) =>
    link.vid === vid && link.pid === pid && (serial === undefined || link.serial === serial);
  const paths = listed.value.filter(isMeant).map((link) => link.path);

  const [path] = paths;
  const identity = `USB adapter ${vid}:${pid}${serial === undefined ? '' : ` ${serial}`}`;
  if (path === undefined) return err(failure('not-found', `${identity} is not plugged in`));
  if (paths.length > 1)
    return err(failure('invalid', `${identity} is ${paths.join(' and ')}: give its serial number`));
  return ok(path);
}
