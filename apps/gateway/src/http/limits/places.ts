/** Counts what each person or address has at once, up to so much each. Of whoever has nothing, nothing is kept. */
export class Places {
  private readonly taken = new Map<string, number>();

  constructor(private readonly each: number) {}

  /** False when there is no place left; then nothing was taken. */
  take(key: string): boolean {
    const count = this.taken.get(key) ?? 0;
    if (count >= this.each) return false;
    this.taken.set(key, count + 1);
    return true;
  }

  leave(key: string): void {
    const count = (this.taken.get(key) ?? 0) - 1;
    if (count > 0) this.taken.set(key, count);
    else this.taken.delete(key);
  }
}
