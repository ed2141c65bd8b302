import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/playground/',
  plugins: [react()],
  build: { outDir: '../../../dist/playground/page', emptyOutDir: true, chunkSizeWarningLimit: 1000 },
});
