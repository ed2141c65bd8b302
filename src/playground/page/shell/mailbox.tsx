import { useId, useState } from 'react';
import type { WrittenMail } from '../../page-api.js';
import { BASE } from './http.js';
import { CloseIcon, MailIcon } from './icons.js';
import { Layer } from './layer.js';

/** In the head: how many e-mails there are, and the way to read them. */
export function Mailbox({ mails }: { mails: readonly WrittenMail[] }) {
  const [open, setOpen] = useState(false);
  const [seen, setSeen] = useState(0);
  const fresh = Math.max(0, mails.length - seen);
  const close = () => {
    setOpen(false);
    setSeen(mails.length);
  };
  return (
    <>
      <button
        type="button"
        className="mailbox-button"
        aria-label={fresh > 0 ? `E-mails, ${fresh} new` : 'E-mails'}
        onClick={() => setOpen(true)}
      >
        <MailIcon />
        <span className="mailbox-label">E-mails</span>
        {fresh > 0 && <span className="mailbox-count">{fresh}</span>}
      </button>
      {open && <Reader mails={mails} onClose={close} />}
    </>
  );
}

function Reader({ mails, onClose }: { mails: readonly WrittenMail[]; onClose: () => void }) {
  const titleId = useId();
  const [chosen, setChosen] = useState<string>();
  const mail = mails.find(({ id }) => id === chosen) ?? mails[0];
  return (
    <Layer className="dialog mailbox" labelledBy={titleId} onEscape={onClose}>
      <header className="modal-head">
        <h2 id={titleId}>E-mails, written to files instead of being sent</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      {mail ? (
        <div className="mailbox-panes">
          <ul className="mailbox-list">
            {mails.map((one) => (
              <li key={one.id}>
                <button type="button" aria-current={one.id === mail.id} onClick={() => setChosen(one.id)}>
                  <strong>{one.subject}</strong>
                  <span className="muted">
                    {new Date(one.writtenAt).toLocaleTimeString([], { timeStyle: 'short' })} · {one.to}
                  </span>
                </button>
              </li>
            ))}
          </ul>
          <section className="mailbox-mail" aria-label={mail.subject}>
            <p className="muted">
              {mail.from} → {mail.to}
            </p>
            <iframe
              key={mail.id}
              title={mail.subject}
              src={`${BASE}/mails/${encodeURIComponent(mail.id)}`}
              sandbox="allow-popups allow-popups-to-escape-sandbox"
            />
          </section>
        </div>
      ) : (
        <p className="mailbox-empty muted">
          None yet. Customers are written to when their request is declined or expires, and colleagues when a new one
          comes, where desk.yaml says so.
        </p>
      )}
    </Layer>
  );
}
