import { defaultUsers } from '../../src/playground/teams/default-organisation.js';

const users = new Map(defaultUsers().map((user) => [user.handle, user]));

/** How the desk knows a person of the stand-in's organisation. */
export function objectId(handle: string): string {
  const id = users.get(handle)?.aadObjectId;
  if (!id) throw new Error(`nobody is called ${handle}`);
  return id;
}

/** A list of people in desk.yaml. */
export const listed = (...handles: string[]) => JSON.stringify(handles.map(objectId));
