export function inPoints(points: number): string {
  return points === 1 ? '1 point' : `${String(points)} points`;
}
