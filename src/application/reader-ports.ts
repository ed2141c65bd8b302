import type { PersonRef } from '../domain/people.js';
import type { Language } from '../domain/profile.js';

/** How people read whose platform tells it only along with what they write. Nothing else of theirs is kept. */
export interface ReaderStore {
  /** Null where they never wrote. */
  languageOf(person: PersonRef): Promise<Language | null>;
  reads(person: PersonRef, language: Language): Promise<void>;
}
