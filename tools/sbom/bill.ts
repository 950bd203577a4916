/** What a lockfile of npm (version 3) says of one package; `''` is the project itself, and every other key the folder it is installed in. */
interface Locked {
  name?: string;
  version?: string;
  license?: string;
  integrity?: string;
  dev?: boolean;
  optional?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

export interface Lockfile {
  name: string;
  version: string;
  packages: Record<string, Locked>;
}

const MODULES = 'node_modules/';
const ALGORITHMS: Record<string, string> = { sha1: 'SHA-1', sha256: 'SHA-256', sha512: 'SHA-512' };

/** A CycloneDX 1.6 bill of what is installed without development dependencies, in the order of the lockfile; the same lockfile gives the same bill. */
export function billOf({ name, version, packages }: Lockfile): object {
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: { 'bom-ref': name, type: 'application', name, version },
    },
    components: shipped.map(([path, locked]) => componentOf(path, locked)),
    dependencies: [
      { ref: name, dependsOn: usedBy('', packages) },
      ...shipped.map(([path]) => ({ ref: path, dependsOn: usedBy(path, packages) })),
    ],
  };
}

/** Named by its folder, since two places may hold one version. */
function componentOf(path: string, { version = '', license, integrity, optional }: Locked): object {
  const full = path.slice(path.lastIndexOf(MODULES) + MODULES.length);
  return {
    'bom-ref': path,
    type: 'library',
    name: full,
    version,
    scope: optional ? 'optional' : 'required',
    purl: `pkg:npm/${full.replace('@', '%40')}@${version}`,
    ...(license !== undefined && { licenses: [{ expression: license }] }),
    ...(integrity !== undefined && { hashes: integrity.split(' ').map(hashOf) }),
  };
}

function hashOf(integrity: string): { alg: string; content: string } {
  const [algorithm = '', content = ''] = integrity.split(/-(.*)/s, 2);
  const alg = ALGORITHMS[algorithm];
  if (alg === undefined) throw new Error(`the lockfile has a hash of a kind ${algorithm}`);
  return { alg, content: Buffer.from(content, 'base64').toString('hex') };
}

/** Where Node would find what a package asks for: beside it, or in a folder further up. What is not installed there is not used. */
function usedBy(path: string, packages: Lockfile['packages']): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = packages[path] ?? {};
  const names = Object.keys({ ...peerDependencies, ...optionalDependencies, ...dependencies });
  const found = names.map((name) =>
    folders(path)
      .map((folder) => folder + name)
      .find((place) => packages[place]),
  );
  return found.filter((place) => place !== undefined && !packages[place]?.dev) as string[];
}

/** `node_modules/` of the package itself, of the one that it lies in, and so on to the top. */
function folders(path: string): string[] {
  if (path === '') return [MODULES];
  const above = path.lastIndexOf(`/${MODULES}`);
  return [`${path}/${MODULES}`, ...folders(above === -1 ? '' : path.slice(0, above))];
}
