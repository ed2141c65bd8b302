import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import { restoreTheme } from './shell/theme.js';
import { Toasts } from './shell/toasts.js';
import './styles/tokens.css';
import './styles/shell.css';
import './styles/chat.css';
import './styles/blocks.css';
import './styles/forms.css';
import './styles/teams.css';
import './styles/teams-cards.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
restoreTheme();
createRoot(root).render(
  <Toasts>
    <App />
  </Toasts>,
);
