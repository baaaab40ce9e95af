//! What the use cases take and give, noun by noun: for routes, pages and other transports.

pub use crate::attempt::response::{
    rules::ResponseChange,
    service::{ResponseView, ScoreChangeView, SectionResponses},
};
pub use crate::audit::{AuditNote, WantedNotes, service::TableForm};
pub use crate::bank::{
    audio::service::{
        AudioTotals, AudioUse, AudioView, BulkView, LARGEST as LARGEST_SOUND, NeededSound, NewFile, PackageSounds,
        Playable,
    },
    export::service::{ExportForm, ExportedDocument},
    import::service::{DocumentUpload, ImportReport, ImportTrial, JobView},
    model::{Status as PackageStatus, WantedQuestions},
    outline::model::OutlineView,
    package::rules::{PackageChange, PackageChangeIn, PackageIn},
    package::service::{PackageEmbedding, PackageEntities, PackageView, SectionShort},
    passage::rules::{NewPassage, NewPassageIn, PassageChange, PassageChangeIn, PassageIn},
    passage::service::PassageView,
    picture::service::{LARGEST as LARGEST_PICTURE, PictureView, ShownPicture},
    publishing::service::VersionView,
    question::rules::{ChoiceIn, KeyIn, NewQuestion, QuestionChange, QuestionIn},
    question::service::view::{
        AnswerView, AudioShort, ChoiceView, KeyView, QuestionEmbedding, QuestionEntities, QuestionView,
        SectionInPackage,
    },
    section::rules::{
        DetailChange, DetailChangeIn, NewPlaced, NewSection, PlacedIn, SectionChange, SectionChangeIn, SectionIn,
    },
    section::service::{DetailView, SectionView},
};
pub use crate::exam::{
    answers::{
        rules::{AnswerIn, AnswersIn, Outcome as AnswerOutcome},
        service::{ResultView as AnswerResultView, ResultsView as AnswerResultsView, SavedAnswer},
    },
    browser::service::BrowserFile,
    flags::{
        rules::{FlagIn, FlagKind, FlagsIn},
        service::FlagsView,
    },
    listening::service::Audible,
    lobby::{
        rules::{CheckInIn, DevicesIn},
        service::{LobbyEvent, LobbySection, LobbyView},
    },
    model::Timed,
    receipt::service::VerifiedView,
    recording::{
        rules::{PiecesIn, RecordingIn, StreamIn},
        service::{BegunRecording, ChunkView, EndedRecording, HeldSession, RecordingView},
    },
    run::{
        rules::SubmissionIn,
        service::{ProgressView, SectionState, SectionView as SatSectionView, StateView, SubmittedView},
    },
    session::{
        rules::{SitterLoginIn, SitterRegistrationIn},
        service::{BegunSitting, ChallengeView, From as CameFrom, RegistrationChoices, SitterView},
    },
    speech::{
        model::{CompletionIn, SpeechIn},
        service::{BegunSpeech, CompletedSpeech, HeldSpeech},
    },
    store::HeldRecording,
    stream::service::SitterStream,
};
pub use crate::extract::{Admin, Staff};
pub use crate::http::dialect::DIALECT;
pub use crate::keeping::{
    retention::{
        rules::Retention,
        service::{ExpiredView, RetentionOutlook},
    },
    storage::service::{KeptView, StorageView},
};
pub use crate::lists::Order;
pub use crate::marking::{
    answer::service::GivenAnswer,
    appeal::rules::{AppealNoteIn, AppealNoteView, AppealState},
    certificate::service::CertificateView,
    keys::{rules::MovedKey, service::MovedKeys},
    model::{NewRating, Round as RatingRound},
    rating::{
        rules::RatingIn,
        service::{
            RatingView, RatingsView, WaitingView,
            agreement::{AgreementFigures, AgreementView, QuestionAgreement},
            desk::{AnswerToRate, RatingDesk, ShownPassage, Spoken, WaitingQuestion, WantedAnswer},
        },
    },
    regrade::rules::RegradeIn,
    regrade::service::{ChangeView, RegradeView, RegradingView, RevertView, UnmatchedView},
    release::rules::ReleaseIn,
    release::service::{AwaitingView, ReleaseOutlook, ReleaseView},
    results::service::{
        ItemView as ItemResult, QuestionResult, ResultKey, ResultView, Results, SectionView as SectionFigures,
        Statistics, VoidView,
        choices::{ChoiceView as ChosenView, Concern, ENOUGH as ENOUGH_TO_JUDGE, Thirds},
        given::{
            GivenAttempt, GivenChange, GivenOption, GivenPaper, GivenQuestion, GivenRating, GivenResponse,
            GivenSection, Verdict,
        },
        listed::{ListedResult, ListedResults, ListedScore, NamedParticipant, WantedResults},
    },
    scale::service::{BandView, ScaleView, ScalesView},
    voiding::{
        rules::{Credit, NewVoid, UnvoidIn, VoidIn},
        service::{ScoreShift, VoidOutlook, VoidedView},
    },
};
pub use crate::people::{
    admin::{
        first::{Beside, closed as setup_closed},
        rules::{AdminChange, NewAdmin, ReasonIn},
        service::AdminView,
        suspension::AdminState,
    },
    factor::service::{SecondStep, code_refused, code_required},
    model::{TimeFactor, TitleKind, WantedUsers},
    session::{
        living::SessionView,
        service::{BegunSession, PageLogin},
    },
    title::{
        rules::TitleIn,
        service::{TitleChoice, TitleView},
    },
    user::{
        rules::UserChange,
        service::{Participation, TitleBrief, UnitBrief, UserEmbedding, UserView},
    },
};
pub use crate::reach::Reach;
pub use crate::role::{
    Administrators, AnyStaff, Authors, BankReaders, Proctors, Raters, Requirement, Role, SittingReaders,
};
pub use crate::sitter::Sitter;
pub use crate::sitting::{
    event::rules::EventChange,
    event::service::{Days, EventEmbedding, EventMode, EventView, PackageBrief, PackageColumns},
    event::store::EventCounts,
    intervention::rules::InterventionIn,
    intervention::service::{GroupView, RefusedView},
    intervention::store::SaidView,
    model::{Intervention, InterventionView, ReleaseMode, ResultPolicy, Status as ParticipantStatus, Warning, Words},
    participant::rules::{ParticipantChange, ParticipantIn, Person},
    participant::service::{ParticipantEmbedding, ParticipantView},
    participant::store::{EventBrief, SectionScore},
    registration::service::{LinkView, NewLink, Registered},
    rehearsal::rules::RehearsalIn,
    roster::service::{RosterOutcome, RosterReport},
};
pub use crate::supervision::{
    board::model::{
        Attention, Board, BoardCounts, BoardFilter, BoardOrder, BoardRow, BoardWanted, Connection, Flagged, Recorded,
        RecordingState,
    },
    live::service::Watch,
    story::{
        model::{Happened as HappenedInStory, Happening, RecordedAt, RecorderSpan, StorySection},
        service::{StoryRecording, StoryView},
    },
    video::service::library::RecordingLibrary,
    video::service::{ChunkPlace, LARGEST_CHUNK, VideoFormat, VideoOption, VideoStream, VideoView, Watchable},
};
