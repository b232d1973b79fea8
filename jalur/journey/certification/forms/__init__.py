from jalur.journey.certification.forms.assessments import (
    AppealForm,
    ApplicationForm,
    ClassApplicationForm,
    PlenoForm,
    ReviewerForm,
    ReviewForm,
    SchemeField,
    SelfForm,
)
from jalur.journey.certification.forms.days import PlanForm, ReviewDayForm
from jalur.journey.certification.forms.feedback import FeedbackForm
from jalur.journey.certification.forms.licences import (
    AssessorForm,
    CallForm,
    CoverageForm,
    DayForm,
    HolderForm,
    PlaceForm,
    WithdrawForm,
)
from jalur.journey.certification.forms.papers import (
    DeliveryForm,
    OutsideForm,
    PaperForm,
    ReturnForm,
    SentForm,
    SubmissionForm,
    VerifyForm,
)
from jalur.journey.certification.forms.results import (
    BehaviourForm,
    UnitForm,
    UnitsForm,
)

__all__ = [
    "AppealForm",
    "ApplicationForm",
    "AssessorForm",
    "BehaviourForm",
    "CallForm",
    "ClassApplicationForm",
    "CoverageForm",
    "DayForm",
    "DeliveryForm",
    "FeedbackForm",
    "HolderForm",
    "OutsideForm",
    "PaperForm",
    "PlaceForm",
    "PlanForm",
    "PlenoForm",
    "ReturnForm",
    "ReviewDayForm",
    "ReviewForm",
    "ReviewerForm",
    "SchemeField",
    "SelfForm",
    "SentForm",
    "SubmissionForm",
    "UnitForm",
    "UnitsForm",
    "VerifyForm",
    "WithdrawForm",
]
