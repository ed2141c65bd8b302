import type { KnownBlock } from '@slack/types';
import { memo } from 'react';
import { InfoIcon, WarningIcon } from '../../shell/icons.js';
import { ElementView } from '../elements/element.js';
import { Unsupported } from '../elements/unsupported.js';
import { inOrder } from '../in-order.js';
import { Card, Container } from './card.js';
import { DataTable } from './data-table.js';
import { BlockImage } from './image.js';
import { InputView } from './input.js';
import { LibraryBlock } from './library-block.js';
import { RichText } from './rich-text.js';
import { Section } from './section.js';
import { TableView } from './table.js';
import { Text } from './text.js';

interface BlockListProps {
  blocks: readonly KnownBlock[];
  /** Sentences at the fields of a form, by block id. */
  errors?: Readonly<Record<string, string>>;
}

export function BlockList({ blocks, errors }: BlockListProps) {
  return blocks.map((block, index) => (
    <BlockView key={block.block_id ?? index} block={block} error={errors?.[block.block_id ?? '']} />
  ));
}

const BlockView = memo(function BlockView({ block, error }: { block: KnownBlock; error: string | undefined }) {
  const blockId = block.block_id ?? '';
  switch (block.type) {
    case 'section':
      return <Section block={block} />;
    case 'header':
      return (
        <h3 className="block block-header">
          <Text text={block.text} />
        </h3>
      );
    case 'context':
      return (
        <div className="block block-context">
          {inOrder(block.elements, (element) =>
            element.type === 'image' ? (
              <BlockImage image={element} inline />
            ) : (
              <span className="context-part">
                <Text text={element} />
              </span>
            ),
          )}
        </div>
      );
    case 'divider':
      return <hr className="block block-divider" />;
    case 'actions':
      return (
        <div className="block block-actions">
          {block.elements.map((element, index) => (
            <ElementView
              key={('action_id' in element && element.action_id) || index}
              blockId={blockId}
              element={element}
              dispatches
            />
          ))}
        </div>
      );
    case 'input':
      return <InputView block={block} error={error} />;
    case 'alert': {
      const level = block.level ?? 'default';
      return (
        <div className={`block alert alert-${level}`} role={level === 'error' ? 'alert' : 'note'}>
          {level === 'warning' || level === 'error' ? <WarningIcon /> : <InfoIcon />}
          <div>
            <Text text={block.text} />
          </div>
        </div>
      );
    }
    case 'image':
      return <BlockImage image={block} title={block.title} />;
    case 'rich_text':
      return (
        <div className="block">
          <RichText block={block} />
        </div>
      );
    case 'table':
      return <TableView block={block} />;
    case 'data_table':
      return <DataTable block={block} />;
    case 'card':
      return <Card block={block} />;
    case 'carousel':
      return (
        <div className="block carousel">
          {block.elements.map((card, index) => (
            <Card key={card.block_id ?? index} block={{ ...card, block_id: card.block_id ?? blockId }} />
          ))}
        </div>
      );
    case 'container':
      return (
        <Container block={block}>
          <BlockList blocks={block.child_blocks} />
        </Container>
      );
    case 'markdown':
    case 'plan':
    case 'task_card':
    case 'file':
      return <LibraryBlock block={block} />;
    default:
      return <Unsupported what={block.type} />;
  }
});
