// The keys of provisioning: what vendors keep, and the ways from a name, a token or a device to it.
//
// All of a vendor lies under the RID of its client, all of a model under an id of its own, so that a
// drop sweeps one range.

const name = encodeURIComponent;

/** Everything of a vendor (by the RID of its client) or of a model (by its id). */
export const vendorPrefix = (id: string): string => `v/${id}/`;

export const vendorKey = (client: string): string => `v/${client}/vendor`;
export const modelsPrefix = (client: string): string => `v/${client}/model/`;
export const modelKey = (client: string, model: string): string =>
  `${modelsPrefix(client)}${name(model)}`;
export const tokensPrefix = (client: string): string => `v/${client}/token/`;
export const tokenKey = (client: string, id: string): string =>
  `${tokensPrefix(client)}${name(id)}`;

export const serialsPrefix = (model: string): string => `v/${model}/sn/`;
export const serialKey = (model: string, sn: string): string =>
  `${serialsPrefix(model)}${name(sn)}`;
export const contentsPrefix = (model: string): string => `v/${model}/content/`;
export const contentKey = (model: string, id: string): string =>
  `${contentsPrefix(model)}${name(id)}`;
export const blobPrefix = (model: string, id: string): string => `v/${model}/blob/${name(id)}/`;

const pieceDigits = 6;
export const blobKey = (model: string, id: string, piece: number): string =>
  blobPrefix(model, id) + String(piece).padStart(pieceDigits, '0');

export const vendorNameKey = (vendor: string): string => `w/name/${name(vendor)}`;
export const vendorTokenKey = (index: string): string => `w/token/${index}`;
export const deviceKey = (client: string): string => `w/device/${client}`;
