// A vendor with a portal and a template, and short ways to ask the provisioning API.

import type { Reply } from '../../../../src/core/ports/http-server.ts';
import { ask, bodyText, openTestPlatform } from '../../../support/onep.ts';

export const said = (reply: Reply) => [reply.status, bodyText(reply)];

export async function openVendor() {
  const platform = await openTestPlatform();
  const { root } = platform;
  const portal = await platform.client(root);
  const template = await platform.client(portal);
  const float = await platform.need(template, 'create', 'dataport', { format: 'float' });
  await platform.need(template, 'map', 'alias', float, 'temperature');
  await platform.need(template, 'record', float, [[10, 1.5]]);

  const send = (
    method: string,
    target: string,
    body: string | Uint8Array = '',
    headers: Record<string, string> = {},
  ) => {
    const [path = '', query = ''] = target.split('?');
    return ask(platform.handle, body, { method, path: `/provision/${path}`, query, headers });
  };
  const asCik = (cik: string) => ({ 'x-exosite-cik': cik });
  await send('POST', 'register', 'vendor=acme', asCik(root.cik));
  const token = bodyText(await send('POST', 'admin/auth/', 'id=main', asCik(root.cik)));
  /** As the vendor, by its token. */
  const manage = (method: string, target: string, body: string | Uint8Array = '', type?: string) =>
    send(method, `manage/${target}`, body, {
      'x-exosite-token': token,
      ...(type !== undefined && { 'content-type': type }),
    });
  const makeModel = (name: string, more = '') =>
    manage('POST', 'model/', `model=${name}&rid=${template.rid}${more}`);
  const activate = (sn: string, model = 'm1') =>
    send('POST', 'activate', `vendor=acme&model=${model}&sn=${sn}`);
  const status = async (rid: string): Promise<unknown> => {
    const info = await platform.need(root, 'info', rid, { basic: true });
    return (info as { basic: { status: string } }).basic.status;
  };
  return {
    platform,
    root,
    portal,
    template,
    token,
    send,
    asCik,
    manage,
    makeModel,
    activate,
    status,
  };
}
