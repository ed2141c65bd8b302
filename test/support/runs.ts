/** How often a property is tried: as often as it says, or so many times that by `FUZZ_FACTOR`, for a long look. */
export const runs = (usual: number): { numRuns: number } => ({
  numRuns: Math.ceil(usual * Number(process.env.FUZZ_FACTOR ?? 1)),
});
