import type { InputValues } from '../../../src/playground/page-api.js';
import { checkForm } from '../../../src/playground/slack/form-check.js';
import { stateOf } from '../../../src/playground/slack/input-values.js';
import type { StoredBlock } from '../../../src/playground/slack/model.js';
import type { SlackStandIn } from '../../../src/playground/slack/stand-in.js';
import { actions, button, cleanUp, clientOf, input, modal, startApp, startSlack } from './support.js';

afterEach(cleanUp);

const anna = 'U0ANNA0001';
const option = (value: string) => ({ text: { type: 'plain_text', text: value.toUpperCase() }, value });
const options = [option('a'), option('b')];

describe('what the inputs hold', () => {
  test.each<[string, object, InputValues['block'], object]>([
    ['an untouched text', { type: 'plain_text_input', initial_value: 'old' }, {}, { value: 'old' }],
    ['an emptied text', { type: 'plain_text_input', initial_value: 'old' }, { e: {} }, { value: null }],
    ['a text of nothing', { type: 'plain_text_input' }, { e: { value: '' } }, { value: null }],
    ['a number', { type: 'number_input', is_decimal_allowed: true }, { e: { value: '1.5' } }, { value: '1.5' }],
    ['an option', { type: 'static_select', options }, { e: { selectedOption: 'b' } }, { selected_option: option('b') }],
    [
      'an option taken back',
      { type: 'static_select', options, initial_option: option('a') },
      { e: {} },
      { selected_option: null },
    ],
    [
      'an option in a group',
      { type: 'static_select', option_groups: [{ label: option('g').text, options }] },
      { e: { selectedOption: 'b' } },
      { selected_option: option('b') },
    ],
    ['boxes', { type: 'checkboxes', options }, { e: { selectedOptions: ['a', 'b'] } }, { selected_options: options }],
    [
      'untouched boxes',
      { type: 'checkboxes', options, initial_options: [option('a')] },
      {},
      { selected_options: [option('a')] },
    ],
    ['a person', { type: 'users_select' }, { e: { selectedUser: anna } }, { selected_user: anna }],
    ['people', { type: 'multi_users_select', initial_users: [anna] }, {}, { selected_users: [anna] }],
    [
      'a date',
      { type: 'datepicker', initial_date: '2027-01-02' },
      { e: { selectedDate: '2027-03-04' } },
      { selected_date: '2027-03-04' },
    ],
    ['a channel', { type: 'channels_select' }, { e: { selectedConversation: 'C1' } }, { selected_channel: 'C1' }],
    ['a time', { type: 'timepicker' }, { e: { selectedTime: '09:30' } }, { selected_time: '09:30' }],
    [
      'a moment',
      { type: 'datetimepicker' },
      { e: { selectedDateTime: 1_800_000_000 } },
      { selected_date_time: 1_800_000_000 },
    ],
    ['formatted text', { type: 'rich_text_input' }, {}, { rich_text_value: null }],
  ])('%s', (_name, element, entered, expected) => {
    const block = input('block', { ...element, action_id: 'e' }) as unknown as StoredBlock;
    const { type } = element as { type: string };
    expect(stateOf([block], { block: entered })).toEqual({ block: { e: { type, ...expected } } });
  });

  test('an option that is not there is impossible', () => {
    const block = input('block', { type: 'radio_buttons', options, action_id: 'e' }) as unknown as StoredBlock;
    expect(() => stateOf([block], { block: { e: { selectedOption: 'z' } } })).toThrow('no option with the value z');
  });
});

describe('what the client itself holds against a form', () => {
  test.each<[string, object, string, boolean]>([
    ['a required text', { type: 'plain_text_input' }, '', false],
    ['a text', { type: 'plain_text_input', min_length: 3, max_length: 5 }, 'abcd', true],
    ['a short one', { type: 'plain_text_input', min_length: 3 }, 'ab', false],
    ['a long one', { type: 'plain_text_input', max_length: 5 }, 'abcdef', false],
    ['one of 3,001', { type: 'plain_text_input' }, 'x'.repeat(3001), false],
    ['a whole number', { type: 'number_input', is_decimal_allowed: false }, '-12', true],
    ['a fraction', { type: 'number_input', is_decimal_allowed: false }, '1.5', false],
    ['a permitted fraction', { type: 'number_input', is_decimal_allowed: true }, '1.5', true],
    ['no number', { type: 'number_input', is_decimal_allowed: true }, 'twelve', false],
    ['one too small', { type: 'number_input', is_decimal_allowed: true, min_value: '0' }, '-0.5', false],
    ['one too large', { type: 'number_input', is_decimal_allowed: true, max_value: '10' }, '11', false],
    ['an address', { type: 'email_text_input' }, 'a@b.example', true],
    ['no address', { type: 'email_text_input' }, 'a at b', false],
    ['a link', { type: 'url_text_input' }, 'https://example.com', true],
    ['no link', { type: 'url_text_input' }, 'example', false],
  ])('%s', (_name, element, value, ok) => {
    const block = input('block', { ...element, action_id: 'e' }) as unknown as StoredBlock;
    const errors = checkForm([block], stateOf([block], { block: { e: { value } } }));
    expect(Object.keys(errors)).toEqual(ok ? [] : ['block']);
  });

  test('an optional input may be empty, but not wrong', () => {
    const block = input('block', { type: 'email_text_input', action_id: 'e' }, true) as unknown as StoredBlock;
    expect(checkForm([block], stateOf([block], {}))).toEqual({});
    expect(checkForm([block], stateOf([block], { block: { e: { value: 'x' } } }))).toHaveProperty('block');
  });

  test('too many people', () => {
    const element = { type: 'multi_users_select', max_selected_items: 1, action_id: 'e', initial_users: ['U1', 'U2'] };
    const block = input('block', element) as unknown as StoredBlock;
    expect(checkForm([block], stateOf([block], {}))).toEqual({ block: 'Please select at most 1.' });
  });
});

describe("the app's answer to a form", () => {
  const form = modal(input('name', { type: 'plain_text_input', action_id: 'value' }, true));

  /** A form that is open for Anna, and an app that answers with this. */
  async function opened(answer: object | undefined) {
    const slack = await startSlack();
    await startApp(slack, (app) => app.view('form', ({ ack }) => ack(answer as never)));
    const view = slack.views.open(anna, form);
    const submit = () => slack.people.submitView({ user: anna, viewId: view.id });
    return { slack, view, submit };
  }

  test('nothing closes it and shows the one below', async () => {
    const { slack, view, submit } = await opened(undefined);
    const above = slack.views.push(anna, form);
    await expect(submit()).rejects.toThrow('not on top');
    expect(await slack.people.submitView({ user: anna, viewId: above.id })).toMatchObject({
      kind: 'closed',
      by: 'app',
    });
    expect(slack.views.top(anna)).toBe(view);
  });

  test('clear closes all of them', async () => {
    const { slack, submit } = await opened({ response_action: 'clear' });
    expect(await submit()).toMatchObject({ kind: 'closed' });
    expect(slack.views.stack(anna)).toEqual([]);
  });

  test('update and push show a new view', async () => {
    const next = { ...form, title: { type: 'plain_text', text: 'Next' } };
    const updating = await opened({ response_action: 'update', view: next });
    expect(await updating.submit()).toMatchObject({ kind: 'updated', view: { id: updating.view.id } });
    expect(updating.slack.views.top(anna)?.definition).toMatchObject({ title: { text: 'Next' } });
    const pushing = await opened({ response_action: 'push', view: next });
    expect(await pushing.submit()).toMatchObject({ kind: 'pushed', view: { previousId: pushing.view.id } });
    expect(pushing.slack.views.stack(anna)).toHaveLength(2);
  });

  test.each<[string, object]>([
    ['errors at a block that is not there', { response_action: 'errors', errors: { nowhere: 'no' } }],
    ['errors without any', { response_action: 'errors', errors: {} }],
    ['an error without words', { response_action: 'errors', errors: { name: '' } }],
    ['an unknown action', { response_action: 'explode' }],
    ['something else altogether', { text: 'thanks' }],
    ['a view that Slack refuses', { response_action: 'update', view: { type: 'modal' } }],
  ])('%s is a violation, and the form stays', async (_name, answer) => {
    const { slack, view, submit } = await opened(answer);
    expect(await submit()).toMatchObject({ kind: 'failed', error: 'We had some trouble connecting. Try again?' });
    expect(slack.calls.violations).toMatchObject([{ where: 'acknowledgement' }]);
    expect(slack.views.top(anna)).toBe(view);
  });

  test('a late acknowledgement leaves the form, with what was entered', async () => {
    const slack = await startSlack();
    await startApp(slack, (app) => app.view('form', async () => {}));
    const view = slack.views.open(anna, form);
    const outcome = await slack.people.submitView({
      user: anna,
      viewId: view.id,
      values: { name: { value: { value: 'typed' } } },
      overrides: { withinMs: 30 },
    });
    expect(outcome).toMatchObject({ kind: 'failed', delivered: { acknowledged: false } });
    expect(slack.views.render(view)).toMatchObject({ state: { values: { name: { value: { value: 'typed' } } } } });
  });
});

describe('inside a form', () => {
  async function withForm(view: object, listen: Parameters<typeof startApp>[1]): Promise<SlackStandIn> {
    const slack = await startSlack();
    await startApp(slack, listen);
    slack.views.open(anna, view);
    return slack;
  }

  test('a button acts upon the view, with what the inputs hold, and may push another', async () => {
    const view = modal(input('name', { type: 'plain_text_input', action_id: 'value' }), actions(button('more', '1')));
    const slack = await withForm(view, (app) => {
      app.action('more', async ({ ack, body, client }) => {
        await ack();
        const { trigger_id } = body as { trigger_id: string };
        await client.views.push({
          trigger_id,
          view: modal(input('second', { type: 'users_select', action_id: 'value' })),
        });
      });
    });
    const root = slack.views.top(anna);
    const clicked = await slack.people.click({
      user: anna,
      view: root?.id as string,
      actionId: 'more',
      values: { name: { value: { value: 'typed' } } },
    });
    expect(clicked.payload.body).toMatchObject({
      container: { type: 'view', view_id: root?.id },
      view: { state: { values: { name: { value: { value: 'typed' } } } } },
      actions: [{ action_id: 'more', value: '1' }],
    });
    expect(clicked.payload.body.message).toBeUndefined();
    const second = await slack.until(() => slack.views.top(anna)?.previousId === root?.id && slack.views.top(anna));
    await slack.people.closeView({ user: anna, viewId: second.id });
    expect(slack.views.top(anna)).toBe(root);
  });

  test('an input tells the app of changes only if it was told to', async () => {
    const select = { type: 'static_select', options, action_id: 'e' };
    const slack = await withForm(
      modal({ ...input('loud', select), dispatch_action: true }, input('quiet', select)),
      (app) => {
        app.action('e', ({ ack }) => ack());
      },
    );
    const view = slack.views.top(anna)?.id as string;
    const choose = (blockId: string) =>
      slack.people.click({ user: anna, view, blockId, actionId: 'e', selectedOption: 'b' });
    expect((await choose('loud')).payload.body.actions).toMatchObject([
      { type: 'static_select', selected_option: option('b') },
    ]);
    await expect(choose('quiet')).rejects.toThrow('does not tell the app');
  });

  test('the app hears of closing if it asked to', async () => {
    const heard: boolean[] = [];
    const slack = await withForm({ ...modal(actions(button('more', '1'))), notify_on_close: true }, (app) => {
      app.view({ callback_id: 'form', type: 'view_closed' }, async ({ ack, body }) => {
        heard.push((body as unknown as { is_cleared: boolean }).is_cleared);
        await ack();
      });
    });
    slack.views.push(anna, modal(actions(button('more', '1'))));
    const top = slack.views.top(anna)?.id as string;
    await slack.people.closeView({ user: anna, viewId: top, all: true });
    expect(heard).toEqual([true]);
    expect(slack.views.top(anna)).toBeUndefined();
    slack.assertStrict();
  });
});

test('shortcuts, global and on a message, bring a trigger', async () => {
  const slack = await startSlack();
  const view = modal(input('name', { type: 'plain_text_input', action_id: 'value' }));
  await startApp(slack, (app) => {
    app.shortcut('new', async ({ ack, shortcut, client }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view });
    });
  });
  await slack.people.shortcut({ user: anna, callbackId: 'new' });
  const opened = await slack.until(() => slack.views.top(anna));
  const { ts } = await clientOf(slack).chat.postMessage({ channel: 'C0RFIINBOX', text: 'x' });
  const onMessage = await slack.people.shortcut({
    user: anna,
    callbackId: 'new',
    channel: 'rfi-inbox',
    ts: ts as string,
  });
  expect(onMessage.payload.body).toMatchObject({
    type: 'message_action',
    message: { ts },
    response_url: expect.any(String),
  });
  await slack.until(() => slack.views.top(anna) !== opened || undefined);
});
