export { type ChatCommand, parseChatCommand } from '../application/chat-command.js';
