import type { MultiSelect, Select } from '@slack/types';
import { CloseIcon } from '../../shell/icons.js';
import { useReader } from '../reader.js';
import { useWords } from '../words.js';
import { type FieldProps, fieldAttributes } from './field.js';
import { useEntry } from './interaction.js';
import { type Choosable, chosenMany, chosenOne, inputForMany, inputForOne, optionsOf } from './options.js';
import { Unsupported } from './unsupported.js';

interface SelectProps<Element> extends FieldProps {
  blockId: string;
  element: Element;
  dispatches: boolean;
  /** Whether the choice can be taken back to nothing. */
  clearable?: boolean;
}

/** The browser's own select: known to every keyboard, phone and screen reader. */
export function SelectElement({ blockId, element, dispatches, clearable = false, ...field }: SelectProps<Select>) {
  const words = useWords();
  const options = optionsOf(element, useReader());
  const { input, pending, choose } = useEntry(blockId, element, dispatches);
  if (!options) return <Unsupported what={element.type} />;
  const placeholder = element.placeholder?.text ?? words.choose;
  const chosen = chosenOne(element, input);
  return (
    <select
      {...fieldAttributes({ ...field, label: field.label ?? (field.id === undefined ? placeholder : undefined) })}
      className={chosen === '' ? 'input select select-empty' : 'input select'}
      value={chosen}
      aria-busy={pending}
      data-action-id={element.action_id}
      onChange={(event) => void choose(inputForOne(element, event.target.value))}
    >
      <option value="" disabled={!clearable} hidden={!clearable}>
        {placeholder}
      </option>
      <Options options={options} />
    </select>
  );
}

/** What is chosen as chips, and a select to add more. */
export function MultiSelectElement({ blockId, element, dispatches, ...field }: SelectProps<MultiSelect>) {
  const words = useWords();
  const options = optionsOf(element, useReader());
  const { input, choose } = useEntry(blockId, element, dispatches);
  if (!options) return <Unsupported what={element.type} />;
  const chosen = chosenMany(element, input);
  const left = options.filter(({ value }) => !chosen.includes(value));
  const full = element.max_selected_items !== undefined && chosen.length >= element.max_selected_items;
  const placeholder = element.placeholder?.text ?? words.choose;
  return (
    <div className="multi-select">
      {chosen.length > 0 && (
        <ul className="chips">
          {chosen.map((value) => {
            const text = options.find((option) => option.value === value)?.text ?? value;
            const rest = chosen.filter((each) => each !== value);
            return (
              <li className="chip" key={value}>
                {text}
                <button
                  type="button"
                  className="icon-button"
                  aria-label={words.remove(text)}
                  onClick={() => void choose(inputForMany(element, rest))}
                >
                  <CloseIcon />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {!full && left.length > 0 && (
        <select
          {...fieldAttributes({ ...field, label: field.label ?? (field.id === undefined ? placeholder : undefined) })}
          className="input select select-empty"
          value=""
          data-action-id={element.action_id}
          onChange={(event) => void choose(inputForMany(element, [...chosen, event.target.value]))}
        >
          <option value="" disabled hidden>
            {chosen.length > 0 ? words.addAnother : placeholder}
          </option>
          <Options options={left} />
        </select>
      )}
    </div>
  );
}

function Options({ options }: { options: readonly Choosable[] }) {
  const groups = [...new Set(options.map(({ group }) => group))];
  return groups.map((group) => {
    const members = options.filter((option) => option.group === group);
    const nodes = members.map(({ value, text }) => (
      <option key={value} value={value}>
        {text}
      </option>
    ));
    return group === undefined ? (
      nodes
    ) : (
      <optgroup key={group} label={group}>
        {nodes}
      </optgroup>
    );
  });
}
