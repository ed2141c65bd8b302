import { createRequire } from 'node:module';

// The package's default entry fails on Node; this one is the same library in one file.
const library = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof import('adaptivecards');

/** What the library finds wrong when it reads a card as version 1.5. */
export function libraryFindings(card: unknown): string[] {
  const context = new library.SerializationContext(library.Versions.v1_5);
  const read = new library.AdaptiveCard();
  read.parse(card, context);
  const unread = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message);
  return [...unread, ...read.validateProperties().validationEvents.map(({ message }) => message)];
}

const makers: Record<string, () => InstanceType<typeof library.SerializableObject>> = {
  AdaptiveCard: () => new library.AdaptiveCard(),
  Column: () => new library.Column(),
  TableRow: () => new library.TableRow(),
  TableCell: () => new library.TableCell(),
};

const cache = new Map<string, ReadonlySet<string> | undefined>();

/** The properties that the library knows of an element or action, as of version 1.5; undefined for an unknown type. */
export function libraryProperties(type: string): ReadonlySet<string> | undefined {
  if (!cache.has(type)) cache.set(type, read(type));
  return cache.get(type);
}

function read(type: string): ReadonlySet<string> | undefined {
  const version = library.Versions.v1_5;
  const instance =
    (Object.hasOwn(makers, type) ? makers[type]?.() : undefined) ??
    library.GlobalRegistry.defaultElements.createInstance(type, version) ??
    library.GlobalRegistry.defaultActions.createInstance(type, version);
  if (!instance) return undefined;
  const schema = instance.getSchema();
  const names = new Set<string>();
  for (let index = 0; index < schema.getCount(); index += 1) {
    const { name, targetVersion } = schema.getItemAt(index);
    if (targetVersion.compareTo(version) <= 0) names.add(name);
  }
  return names;
}
