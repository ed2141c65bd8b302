/** Said openly: a gap that nobody sees would be taken for the app's mistake. */
export function Unsupported({ what }: { what: string }) {
  return <span className="unsupported">“{what}” can’t be shown in the playground.</span>;
}
