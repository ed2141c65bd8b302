import { HostConfig } from 'adaptivecards';

/** The library passes colours on as they are, so that they may be variables, which follow the theme by themselves. */
const colour = (name: string) => ({
  default: `var(${name})`,
  subtle: `var(${name}-subtle, var(${name}))`,
  highlightColors: { default: 'var(--t-highlight)', subtle: 'var(--t-highlight)' },
});

const foregroundColors = {
  default: { ...colour('--text'), subtle: 'var(--muted)' },
  dark: colour('--text'),
  light: colour('--muted'),
  accent: colour('--t-accent'),
  good: colour('--t-good'),
  warning: colour('--warning'),
  attention: colour('--danger'),
};
const container = (backgroundColor: string) => ({ backgroundColor, foregroundColors, borderColor: 'var(--line)' });

/** The measures of Teams' cards. */
export const hostConfig = new HostConfig({
  fontFamily: 'inherit',
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 22 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 28 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('transparent'),
    emphasis: container('var(--t-emphasis)'),
    accent: container('var(--info-soft)'),
    good: container('var(--success-soft)'),
    attention: container('var(--danger-soft)'),
    warning: container('var(--warning-soft)'),
  },
  actions: {
    maxActions: 6,
    spacing: 'medium',
    buttonSpacing: 8,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    showCard: { actionMode: 'inline', inlineTopMargin: 8, style: 'emphasis' },
  },
  factSet: {
    title: { weight: 'bolder', wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 12,
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', size: 'default', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', size: 'default' },
    },
    errorMessage: { color: 'attention', size: 'small', spacing: 'small', weight: 'bolder' },
  },
});
