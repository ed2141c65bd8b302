import type { CardBlock, ContainerBlock } from '@slack/types';
import type { ReactNode } from 'react';
import { ButtonElement } from '../elements/button.js';
import { BlockImage } from './image.js';
import { RichText } from './rich-text.js';
import { Text } from './text.js';

export function Card({ block }: { block: CardBlock }) {
  return (
    <div className="block boxed">
      {block.hero_image && <BlockImage image={block.hero_image} />}
      <div className="boxed-head">
        {block.icon && <BlockImage image={block.icon} inline />}
        <div>
          {block.title && (
            <strong>
              <Text text={block.title} />
            </strong>
          )}
          {block.subtitle && (
            <div className="muted">
              <Text text={block.subtitle} />
            </div>
          )}
        </div>
      </div>
      {block.body && (
        <div>
          <Text text={block.body} />
        </div>
      )}
      {block.actions && (
        <div className="block-actions">
          {block.actions.map((button, index) => (
            <ButtonElement key={button.action_id ?? index} blockId={block.block_id ?? ''} element={button} />
          ))}
        </div>
      )}
    </div>
  );
}

export function Container({ block, children }: { block: ContainerBlock; children: ReactNode }) {
  const title = block.rich_text_title ? (
    <RichText block={block.rich_text_title} />
  ) : (
    block.title && <Text text={block.title} />
  );
  if (block.is_collapsible) {
    return (
      <details className="block boxed" open={!block.default_collapsed}>
        <summary>{title}</summary>
        {children}
      </details>
    );
  }
  return (
    <div className="block boxed">
      <strong>{title}</strong>
      {block.subtitle && (
        <div className="muted">
          <Text text={block.subtitle} />
        </div>
      )}
      {children}
    </div>
  );
}
