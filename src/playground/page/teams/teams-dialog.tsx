import { useId } from 'react';
import type { TeamsDialog } from '../../teams-page-api.js';
import { CloseIcon } from '../shell/icons.js';
import { Layer } from '../shell/layer.js';
import { CardView } from './card-view.js';
import { useTeamsReader } from './reader.js';
import { useWords } from './words.js';

interface TeamsDialogProps {
  dialog: TeamsDialog;
  onAction: (action: string, inputs: Record<string, string>) => Promise<void>;
  onClose: () => void;
}

/** What Teams calls a dialog, or a task module: a card above everything else. */
export function TeamsDialogView({ dialog, onAction, onClose }: TeamsDialogProps) {
  const { people } = useTeamsReader();
  const words = useWords();
  const titleId = useId();
  const size = typeof dialog.width === 'string' ? dialog.width : 'medium';
  return (
    <Layer className={`dialog modal teams-dialog teams-dialog-${size}`} labelledBy={titleId} onEscape={onClose}>
      <header className="modal-head">
        <h2 id={titleId}>{dialog.title}</h2>
        <button type="button" className="icon-button" aria-label={words.close} onClick={onClose}>
          <CloseIcon />
        </button>
      </header>
      <div className="modal-body">
        <CardView card={dialog.card} people={people} onAction={onAction} />
      </div>
    </Layer>
  );
}
