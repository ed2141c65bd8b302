export type PlatformName = 'slack' | 'teams';

const names: readonly [PlatformName, string][] = [
  ['slack', 'Slack'],
  ['teams', 'Teams'],
];

/** Where there is no room for both columns, one of them is shown. */
export function PlatformTabs({ shown, onChoose }: { shown: PlatformName; onChoose: (platform: PlatformName) => void }) {
  return (
    <nav className="platform-tabs" aria-label="Platform">
      {names.map(([platform, name]) => (
        <button
          type="button"
          key={platform}
          aria-current={platform === shown ? 'page' : undefined}
          onClick={() => onChoose(platform)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
