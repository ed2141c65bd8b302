import type { ReactNode } from 'react';

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const CloseIcon = () => (
  <Icon>
    <path d="M5 5l10 10M15 5L5 15" />
  </Icon>
);

export const BackIcon = () => (
  <Icon>
    <path d="M12 4l-6 6 6 6" />
  </Icon>
);

export const MenuIcon = () => (
  <Icon>
    <path d="M3 5.5h14M3 10h14M3 14.5h14" />
  </Icon>
);

export const MoreIcon = () => (
  <Icon>
    <path d="M4 10h.01M10 10h.01M16 10h.01" className="icon-dots" />
  </Icon>
);

export const MailIcon = () => (
  <Icon>
    <path d="M3 5.5h14v9H3zM3 6l7 5 7-5" />
  </Icon>
);

export const ReplyIcon = () => (
  <Icon>
    <path d="M4 4.5h12a1 1 0 011 1v7a1 1 0 01-1 1H9l-4 3v-3H4a1 1 0 01-1-1v-7a1 1 0 011-1z" />
  </Icon>
);

export const SendIcon = () => (
  <Icon>
    <path d="M3.5 10L16.5 4l-4 12.5-3-5-6-1.5z" />
  </Icon>
);

export const SunIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.2" />
    <path d="M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.4 1.4M14.3 14.3l1.4 1.4M4.3 15.7l1.4-1.4M14.3 5.7l1.4-1.4" />
  </Icon>
);

export const MoonIcon = () => (
  <Icon>
    <path d="M16.5 11.5A7 7 0 018.5 3.500a7 7 0 108 8z" />
  </Icon>
);

export const PeopleIcon = () => (
  <Icon>
    <circle cx="7.5" cy="7" r="3" />
    <path d="M2.5 16c0-3 2-4.500 5-4.500s5 1.500 5 4.500M12.500 4.300a3 3 0 010 5.400M14.500 12c2 .6 3 2 3 4" />
  </Icon>
);

export const EyeIcon = () => (
  <Icon>
    <path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z" />
    <circle cx="10" cy="10" r="2.2" />
  </Icon>
);

export const ImageIcon = () => (
  <Icon>
    <rect x="3" y="4" width="14" height="12" rx="1.5" />
    <path d="M3 14l4-4 3 3 3-4 4 5" />
  </Icon>
);

export const InfoIcon = () => (
  <Icon>
    <circle cx="10" cy="10" r="7" />
    <path d="M10 9.200v4.300M10 6.500h.01" />
  </Icon>
);

export const WarningIcon = () => (
  <Icon>
    <path d="M10 3l7.5 13.500h-15L10 3zM10 8v4M10 14.200h.01" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon>
    <path d="M4 10.500l4 4 8-9" />
  </Icon>
);
