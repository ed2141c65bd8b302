import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Draft4 from 'ajv-draft-04';
import { ZipFile } from 'yazl';

/** `manifests/teams/`, beside the compiled code's folder, however deep that is. */
export const manifestFolder = (() => {
  for (let at = dirname(fileURLToPath(import.meta.url)); ; at = dirname(at)) {
    const found = join(at, 'manifests', 'teams');
    if (existsSync(join(found, 'manifest.json'))) return found;
    if (at === dirname(at)) throw new Error('the folder manifests/teams is missing');
  }
})();

const read = (name: string) => readFileSync(join(manifestFolder, name));

export interface AppIdentity {
  /** The bot's application id, as Microsoft Entra gave it out. */
  readonly appId: string;
  /** Host (and port) where Teams reaches the desk, e.g. `desk.example.com`. */
  readonly domain: string;
  /** As people read it in Teams. */
  readonly name?: string;
  /** `1.0.0`; Teams takes an update only with a higher one. */
  readonly version?: string;
}

/** The app's manifest for one registration. */
export function teamsManifest({ appId, domain, name, version }: AppIdentity): Record<string, unknown> {
  const manifest = JSON.parse(read('manifest.json').toString()) as {
    developer: object;
    name: { full: string };
    bots: object[];
  };
  const origin = `https://${domain}`;
  return {
    ...manifest,
    ...(version === undefined ? {} : { version }),
    // The package has an id of its own, the same for the same bot, so that an update replaces the app.
    id: packageId(appId),
    developer: {
      ...manifest.developer,
      websiteUrl: origin,
      privacyUrl: `${origin}/privacy`,
      termsOfUseUrl: `${origin}/terms`,
    },
    ...(name === undefined ? {} : { name: { ...manifest.name, short: name } }),
    bots: manifest.bots.map((bot) => ({ ...bot, botId: appId })),
    validDomains: [domain],
  };
}

function packageId(appId: string): string {
  const hash = createHash('sha256').update(`referral-desk/${appId.toLowerCase()}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** What Microsoft's schema finds wrong with a manifest. */
export function manifestProblems(manifest: unknown): string[] {
  schema ??= compileSchema();
  schema(manifest);
  return (schema.errors ?? []).map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`.trim());
}

/** Compiled when first asked for, as that takes its time. */
let schema: ReturnType<typeof compileSchema> | undefined;

function compileSchema() {
  const file = JSON.parse(read('teams-app-manifest.1.29.schema.json').toString()) as object;
  // `default` imports of CommonJS differ between Node and TypeScript.
  const Ajv = ((Draft4 as unknown as { default?: typeof Draft4.default }).default ?? Draft4) as typeof Draft4.default;
  return new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(file);
}

/** What is wrong with the icons: Teams wants 192 × 192 and 32 × 32 pixels (Teams: "App icons"). */
export function iconProblems(): string[] {
  const sizes = { 'color.png': 192, 'outline.png': 32 };
  return Object.entries(sizes).flatMap(([name, size]) => {
    const png = read(name);
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    return width === size && height === size ? [] : [`${name} ${width}×${height}, ${size}×${size}`];
  });
}

/** The zip that is uploaded to Teams: the manifest and its icons, at the top. */
export async function packApp(manifest: unknown): Promise<Buffer> {
  const zip = new ZipFile();
  // One date for all, so that the same app makes the same file.
  const options = { mtime: new Date('2026-01-01T00:00:00Z') };
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json', options);
  for (const icon of ['color.png', 'outline.png']) zip.addBuffer(read(icon), icon, options);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
