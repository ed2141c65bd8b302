import { createContext, useContext } from 'react';

/** What Teams' own client says around the app's messages, in the languages that the app speaks. */
const english = {
  app: 'App',
  channels: 'Channels',
  chats: 'Chats',
  close: 'Close',
  deleted: 'This message has been deleted.',
  edited: 'Edited',
  empty: 'Nothing has been said here yet.',
  external: 'External',
  guest: 'Guest',
  messagesIn: (name: string) => `Messages in ${name}`,
  newMessages: 'New messages',
  newPost: (bot: string) => `Start a post, or ask @${bot}`,
  notInConversation: 'That message stands in a conversation that this person is not in.',
  noConversation: 'This person is in no team.',
  people: 'People',
  reply: 'Reply',
  replyTo: (bot: string) => `Reply, or ask @${bot}`,
  send: 'Send',
  teams: 'Teams and channels',
  unread: 'unread',
  writeTo: (name: string) => `Type a message to ${name}`,
};

export type Words = typeof english;

const french: Words = {
  app: 'App',
  channels: 'Canaux',
  chats: 'Conversations',
  close: 'Fermer',
  deleted: 'Ce message a été supprimé.',
  edited: 'Modifié',
  empty: 'Aucun message pour le moment.',
  external: 'Externe',
  guest: 'Invité',
  messagesIn: (name) => `Messages de ${name}`,
  newMessages: 'Nouveaux messages',
  newPost: (bot) => `Publiez, ou demandez à @${bot}`,
  notInConversation: 'Ce message se trouve dans une conversation dont cette personne ne fait pas partie.',
  noConversation: 'Cette personne n’est dans aucune équipe.',
  people: 'Personnes',
  reply: 'Répondre',
  replyTo: (bot) => `Répondez, ou demandez à @${bot}`,
  send: 'Envoyer',
  teams: 'Équipes et canaux',
  unread: 'non lus',
  writeTo: (name) => `Écrire à ${name}`,
};

const LocaleContext = createContext('en-US');

export const LocaleProvider = LocaleContext.Provider;

/** In the selected person's language, else in English. */
export function useWords(): Words {
  return useContext(LocaleContext).startsWith('fr') ? french : english;
}
