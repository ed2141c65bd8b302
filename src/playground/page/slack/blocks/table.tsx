import type { TableBlock } from '@slack/types';
import { inOrder } from '../in-order.js';
import { RichText } from './rich-text.js';

export type Cell = TableBlock['rows'][number][number];

export function TableView({ block }: { block: TableBlock }) {
  const [head = [], ...body] = block.rows;
  const settings = (column: number) => {
    const { align = 'left', is_wrapped: wrapped = false } = block.column_settings?.[column] ?? {};
    return { className: wrapped ? undefined : 'cell-nowrap', style: { textAlign: align } };
  };
  return (
    <div className="block table-scroll">
      <table className="table">
        <thead>
          <tr>
            {inOrder(head, (cell, column) => (
              <th scope="col" {...settings(column)}>
                <CellView cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inOrder(body, (row) => (
            <tr>
              {inOrder(row, (cell, column) => (
                <td {...settings(column)}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rich text, or text that is shown exactly as it is. */
export function CellView({ cell }: { cell: Cell }) {
  if (cell.type === 'rich_text') return <RichText block={cell} />;
  return <span dir="auto">{cell.text}</span>;
}
